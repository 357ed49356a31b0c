import { randomUUID } from 'node:crypto'
import {
  type CallHandler,
  type ExecutionContext,
  Inject,
  Injectable,
  type NestInterceptor
} from '@nestjs/common'
import { JwtService } from '@nestjs/jwt'
import type { FastifyReply } from 'fastify'
import type { Observable } from 'rxjs'
import type { AuthenticatedRequest } from './auth.guard.ts'

@Injectable()
export class RefreshInterceptor implements NestInterceptor {
  @Inject(JwtService)
  private readonly jwt!: JwtService

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const http = context.switchToHttp()
    const { claims } = http.getRequest<AuthenticatedRequest>()
    const reply = http.getResponse<FastifyReply>()
    const now = Math.floor(Date.now() / 1000)
    const times = { iat: now - 5, nbf: now - 10, exp: now + 15 * 60 }
    const token = await this.jwt.signAsync({ ...claims, ...times, jti: randomUUID() })
    reply.header('authorization', `Bearer ${token}`)
    reply.header('cache-control', 'no-store')
    return next.handle()
  }
}
