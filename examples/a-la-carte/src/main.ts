import { randomBytes } from 'node:crypto'
import { buildApp } from './app.ts'

const app = await buildApp(process.env.GNAR_JWT_SECRET_KEY ?? randomBytes(32).toString('hex'))
await app.listen({ port: Number(process.env.PORT ?? 9402) })
