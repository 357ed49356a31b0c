import {
  type CanActivate,
  type ExecutionContext,
  Inject,
  Injectable,
  UnauthorizedException
} from '@nestjs/common'
import { JwtService } from '@nestjs/jwt'
import type { FastifyRequest } from 'fastify'

export interface AuthenticatedRequest extends FastifyRequest {
  claims: Record<string, unknown>
}

@Injectable()
export class AuthGuard implements CanActivate {
  @Inject(JwtService)
  private readonly jwt!: JwtService

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>()
    const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1]
    if (token === undefined) throw new UnauthorizedException('Missing Authorization Header')
    try {
      request.claims = await this.jwt.verifyAsync(token)
    } catch (error) {
      const isExpired = error instanceof Error && error.name === 'TokenExpiredError'
      throw new UnauthorizedException(isExpired ? 'Token has expired' : 'Signature verification failed')
    }
    return true
  }
}
