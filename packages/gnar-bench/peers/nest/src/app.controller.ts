import { Controller, Get, Inject, Param, Req, UseGuards, UseInterceptors } from '@nestjs/common'
import { type AuthenticatedRequest, AuthGuard } from './auth.guard.ts'
import { RefreshInterceptor } from './refresh.interceptor.ts'
import { RiderService } from './rider.service.ts'

@Controller()
export class AppController {
  @Inject(RiderService)
  private readonly riders!: RiderService

  @Get('hello')
  hello() {
    return { status: 'ok' }
  }

  @Get('protected')
  @UseGuards(AuthGuard)
  @UseInterceptors(RefreshInterceptor)
  protected(@Req() request: AuthenticatedRequest) {
    return { identity: request.claims.identity }
  }

  @Get('rider/:id')
  rider(@Param('id') id: string) {
    return this.riders.find(id)
  }

  @Get('broken')
  async broken() {
    throw new Error('a secret of the piste')
  }
}
