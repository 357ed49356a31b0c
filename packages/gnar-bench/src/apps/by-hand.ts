import { randomUUID } from 'node:crypto'
import fastifyJwt from '@fastify/jwt'
import fastifyPostgres from '@fastify/postgres'
import Fastify, { type FastifyError, type FastifyRequest, LogController } from 'fastify'
import { connectionConfig } from '../backends/postgres-connection.ts'

/** What the preset does, wired by hand with the official plugins. */

declare module 'fastify' {
  interface FastifyRequest {
    session: Record<string, unknown> | null
  }
}

const refused: Readonly<Record<string, string>> = {
  FST_JWT_NO_AUTHORIZATION_IN_HEADER: 'Missing Authorization Header',
  FST_JWT_AUTHORIZATION_TOKEN_EXPIRED: 'Token has expired',
  FST_JWT_AUTHORIZATION_TOKEN_INVALID: 'Signature verification failed'
}

const fastify = Fastify({
  logger: true,
  genReqId: ({ headers }) => String(headers['x-request-id'] ?? randomUUID()),
  logController: new LogController({ disableRequestLogging: true })
})

fastify.addHook('onRequest', async (request, reply) => {
  reply.header('x-request-id', request.id)
})

if (process.env.LOG_REQUESTS === 'true') {
  fastify.addHook('onResponse', async ({ method, url, log }, reply) => {
    log.info(
      { req: { method, url }, res: { statusCode: reply.statusCode }, responseTime: reply.elapsedTime },
      'request completed'
    )
  })
}

fastify.setErrorHandler<FastifyError>(async (error, request, reply) => {
  const refusal = refused[error.code]
  reply.code(200)
  if (refusal !== undefined) return { error: refusal }
  request.log.error(error)
  return { error: 'Bench API Error', requestId: request.id }
})

fastify.setNotFoundHandler(async ({ id, method, url }, reply) => {
  reply.code(200)
  return { error: `Route ${method}:${url} not found, check the method and the path`, requestId: id }
})

await fastify.register(fastifyPostgres, connectionConfig(process.env))
await fastify.register(fastifyJwt, {
  secret: process.env.GNAR_JWT_SECRET_KEY ?? '',
  verify: { algorithms: ['HS256'] }
})

fastify.decorateRequest('session', null)

fastify.addHook('onSend', async ({ session }, reply) => {
  if (session === null) return
  const now = Math.floor(Date.now() / 1000)
  const times = { iat: now - 5, nbf: now - 10, exp: now + 15 * 60 }
  reply.header('authorization', `Bearer ${fastify.jwt.sign({ ...session, ...times, jti: randomUUID() })}`)
  reply.header('cache-control', 'no-store')
})

fastify.get('/hello', async () => ({ status: 'ok' }))

const authenticate = async (request: FastifyRequest) => {
  request.session = await request.jwtVerify<Record<string, unknown>>()
}

fastify.get('/protected', { onRequest: authenticate }, async ({ session }) => ({
  identity: session?.identity
}))

fastify.get<{ Params: { id: string } }>('/rider/:id', async ({ params }) => {
  const { rows } = await fastify.pg.query('SELECT id, name, email FROM rider WHERE id = $1', [params.id])
  return rows[0]
})

fastify.get('/broken', async () => {
  throw new Error('a secret of the piste')
})

await fastify.listen({ port: Number(process.env.PORT), host: '127.0.0.1' })
