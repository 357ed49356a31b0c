import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  NotFoundException,
  UnauthorizedException
} from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { log } from './log.ts'

@Catch()
export class FailureFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost) {
    const http = host.switchToHttp()
    const { id, method, url } = http.getRequest<FastifyRequest>()
    const reply = http.getResponse<FastifyReply>().code(200)
    if (error instanceof UnauthorizedException) return reply.send({ error: error.message })
    if (error instanceof NotFoundException) {
      const message = `Route ${method}:${url} not found, check the method and the path`
      return reply.send({ error: message, requestId: id })
    }
    log.error({ reqId: id, err: error })
    return reply.send({ error: 'Bench API Error', requestId: id })
  }
}
