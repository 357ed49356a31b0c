import Fastify, { LogController } from 'fastify'
import { genReqId } from 'gnar-logger'
import pg from 'pg'
import { connectionConfig } from '../backends/postgres-connection.ts'

/**
 * Fastify alone: no ids, no tokens, no error handling. With `EQUAL_JOB=true`, what a hello of the preset has: pino, with
 * request lines off, and the header with the id. With `LOG_REQUESTS=true`, pino and Fastify's own two lines per request.
 */
const equalJob = process.env.EQUAL_JOB === 'true'
const logRequests = process.env.LOG_REQUESTS === 'true'

const fastify = Fastify({
  logger: equalJob || logRequests,
  logController: new LogController({ disableRequestLogging: !logRequests }),
  ...(equalJob && { genReqId })
})
if (equalJob) {
  fastify.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id)
    done()
  })
}
const pool = new pg.Pool(connectionConfig(process.env))

fastify.get('/hello', async () => ({ status: 'ok' }))

fastify.get('/protected', async () => ({ identity: 'ic3b3rg' }))

fastify.get<{ Params: { id: string } }>('/rider/:id', async ({ params }) => {
  const { rows } = await pool.query('SELECT id, name, email FROM rider WHERE id = $1', [params.id])
  return rows[0]
})

await fastify.listen({ port: Number(process.env.PORT), host: '127.0.0.1' })
