import type { FastifyInstance, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { type PluginOptions, readSettings } from 'gnar-env'
import { Caller } from './caller.ts'
import { Connections } from './connections.ts'
import type { ExternalClient, PeerClient } from './http-client.ts'
import { Serving } from './serving.ts'
import { settings } from './settings.ts'

export type {
  CallOptions,
  Data,
  ExternalCallOptions,
  FileValue,
  HeaderValues,
  PeerCallOptions
} from './call-options.ts'
export {
  type CallFacts,
  PeerAbortedError,
  PeerBadAnswerError,
  type PeerCallError,
  PeerClosedError,
  PeerNotJsonError,
  PeerRefusedError,
  PeerStatusError,
  PeerTimeoutError,
  PeerUnreachableError,
  PeerUsageError
} from './errors.ts'
export type { ExternalClient, HttpClient, PeerClient, ResponseOf } from './http-client.ts'
export type { PeerOption, PeerSettings, Peers, PeerTls } from './peers-option.ts'
export type { Params, Scalar } from './query.ts'
export type { PeerResponse, StreamedResponse } from './response.ts'
export { settings } from './settings.ts'

/** Options of the plugin; most have an environment variable beside them, see the README's table. */
export type GnarPeerOptions = PluginOptions<typeof settings>

declare module 'fastify' {
  interface FastifyInstance {
    /**
     * A client for another service of the fleet, outside of any request.
     * @param name the service's name, as in option `peers` or in `PISTE_SERVICE_PORT`
     * @throws ConfigurationError that names the variable when the address is missing or malformed
     */
    peer(name: string): PeerClient
    /** A client for full URLs outside of the fleet. */
    external: ExternalClient
  }
  interface FastifyRequest {
    /**
     * A client for another service, on behalf of this request: its id, its trace, the time that its caller still waits
     * and, with `autoAuth`, its identity travel along; when its caller goes, the call ends.
     * @param name the service's name, as in option `peers` or in `PISTE_SERVICE_PORT`
     * @throws ConfigurationError that names the variable when the address is missing or malformed
     */
    peer(name: string): PeerClient
  }
}

const serving = Symbol('gnar-peer.serving')

/** Decorates the instance with `peer` and `external`, and requests with `peer`. */
async function plugin(fastify: FastifyInstance, options: GnarPeerOptions): Promise<void> {
  const values = readSettings(settings, options)
  const connections = new Connections(values)
  const caller = new Caller(connections, values)

  fastify.decorate('peer', (name) => caller.peer(name))
  fastify.decorate('external', caller.external())
  fastify.decorateRequest(serving, null)
  fastify.decorateRequest('peer', function (this: ServedRequest, name) {
    return caller.peer(name, this[serving] ?? undefined)
  })
  fastify.addHook('onRequest', (request: ServedRequest, reply, done) => {
    request[serving] = new Serving(request, reply)
    done()
  })
  fastify.addHook('onClose', () => connections.close())
}

interface ServedRequest extends FastifyRequest {
  [serving]?: Serving | null
}

export const gnarPeer = fp(plugin, { name: 'gnar-peer', fastify: '5.x' })
export default gnarPeer
