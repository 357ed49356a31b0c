import Fastify, { type FastifyInstance } from 'fastify'
import gnarLogger, { loggerServerOptions } from 'gnar-logger'

/** One line per request, with an id that the client can send and gets back; secrets are redacted. */
export async function buildLogged(): Promise<FastifyInstance> {
  const options = { name: 'a_la_carte' }
  const fastify = Fastify(loggerServerOptions(options))
  await fastify.register(gnarLogger, options)
  fastify.get('/', async (request) => {
    request.log.info({ password: 'hunter2' }, 'greeting')
    return { hello: 'rider' }
  })
  return fastify
}
