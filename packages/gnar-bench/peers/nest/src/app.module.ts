import { Module } from '@nestjs/common'
import { JwtModule } from '@nestjs/jwt'
import { AppController } from './app.controller.ts'
import { AuthGuard } from './auth.guard.ts'
import { RefreshInterceptor } from './refresh.interceptor.ts'
import { RiderService } from './rider.service.ts'

@Module({
  imports: [
    JwtModule.register({
      secret: process.env.GNAR_JWT_SECRET_KEY ?? '',
      verifyOptions: { algorithms: ['HS256'] }
    })
  ],
  controllers: [AppController],
  providers: [AuthGuard, RefreshInterceptor, RiderService]
})
export class AppModule {}
