import 'reflect-metadata'
import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { NestFactory } from '@nestjs/core'
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify'
import { AppModule } from './app.module.ts'
import { FailureFilter } from './failure.filter.ts'
import { log } from './log.ts'

const adapter = new FastifyAdapter({
  genReqId: ({ headers }: IncomingMessage) => String(headers['x-request-id'] ?? randomUUID())
})
const app = await NestFactory.create<NestFastifyApplication>(AppModule, adapter, {
  logger: ['error', 'warn']
})
app.useGlobalFilters(new FailureFilter())

const fastify = app.getHttpAdapter().getInstance()
fastify.addHook('onRequest', async (request, reply) => {
  reply.header('x-request-id', request.id)
})
if (process.env.LOG_REQUESTS === 'true') {
  fastify.addHook('onResponse', async ({ id, method, url }, { statusCode, elapsedTime }) => {
    log.info(
      { reqId: id, req: { method, url }, res: { statusCode }, responseTime: elapsedTime },
      'request completed'
    )
  })
}

await app.listen(Number(process.env.PORT), '127.0.0.1')
