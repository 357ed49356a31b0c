import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { type PluginOptions, readSettings } from 'gnar-env'
import { Clients } from './clients.ts'
import { Connections } from './connections.ts'
import type { ExternalClient, PeerClient } from './http-client.ts'
import { IncomingRequest } from './incoming-request.ts'
import { settings } from './settings.ts'

export type {
  CallOptions,
  Data,
  ExternalCallOptions,
  FileContent,
  FileValue,
  HeaderValues,
  PeerCallOptions
} from './call-options.ts'
export type { PeerCallEvent, PeerOutcome } from './diagnostics.ts'
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
export { peerVariables, settings } from './settings.ts'
export type { ByteStream } from './streamed-body.ts'

/** Options of the plugin; most also have an environment variable, see the README's table. */
export type GnarPeerOptions = PluginOptions<typeof settings>

declare module 'fastify' {
  interface FastifyInstance {
    /**
     * A client for another service of the fleet, outside any request.
     * @param name the service's name, as in option `peers` or in `PISTE_SERVICE_PORT`
     * @throws ConfigurationError that names the variable when the address is missing or malformed
     */
    peer(name: string): PeerClient
    /** A client for full URLs outside the fleet. */
    external: ExternalClient
  }
  interface FastifyRequest {
    /**
     * A client for another service, on behalf of this request. It propagates the request id, the trace, the time that
     * the caller still waits and, with `autoAuth`, the identity; when the caller disconnects, the call ends.
     * @param name the service's name, as in option `peers` or in `PISTE_SERVICE_PORT`
     * @throws ConfigurationError that names the variable when the address is missing or malformed
     */
    peer(name: string): PeerClient
  }
}

const kReply = Symbol('gnar-peer.reply')
const kArrivedAt = Symbol('gnar-peer.arrivedAt')
const kIncoming = Symbol('gnar-peer.incoming')

/** Decorates the instance with `peer` and `external`, and requests with `peer`. */
async function plugin(fastify: FastifyInstance, options: GnarPeerOptions): Promise<void> {
  const values = readSettings(settings, options)
  const connections = new Connections(values)
  const clients = new Clients(connections, values)

  fastify.decorate('peer', (name) => clients.peer(name))
  fastify.decorate('external', clients.external())
  fastify.decorateRequest(kReply, null)
  fastify.decorateRequest(kArrivedAt, 0)
  fastify.decorateRequest(kIncoming, null)
  fastify.decorateRequest('peer', function (this: RequestWithPeer, name) {
    const { [kReply]: reply, [kArrivedAt]: arrivedAt = 0 } = this
    if (reply) this[kIncoming] ??= new IncomingRequest(this, reply, arrivedAt)
    return clients.peer(name, this[kIncoming] ?? undefined)
  })
  // Every request passes here, few make peer calls: two fields are kept, and nothing is created or read.
  fastify.addHook('onRequest', (request: RequestWithPeer, reply, done) => {
    request[kReply] = reply
    request[kArrivedAt] = performance.now()
    done()
  })
  fastify.addHook('onClose', () => connections.close())
}

interface RequestWithPeer extends FastifyRequest {
  [kReply]?: FastifyReply | null
  [kArrivedAt]?: number
  [kIncoming]?: IncomingRequest | null
}

export const gnarPeer = fp(plugin, { name: 'gnar-peer', fastify: '5.x' })
export default gnarPeer
