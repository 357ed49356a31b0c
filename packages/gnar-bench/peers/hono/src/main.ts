import { randomUUID } from 'node:crypto'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import { sign, verify } from 'hono/jwt'
import { requestId } from 'hono/request-id'
import { JwtTokenExpired } from 'hono/utils/jwt/types'
import pg from 'pg'
import { pino } from 'pino'

const { PORT, LOG_REQUESTS, GNAR_JWT_SECRET_KEY: secret = '', GNAR_PG_ENDPOINT = '' } = process.env
const [host = '', pgPort] = GNAR_PG_ENDPOINT.split(':')
const pool = new pg.Pool({
  host,
  port: Number(pgPort),
  database: process.env.GNAR_PG_DATABASE ?? '',
  user: process.env.GNAR_PG_USERNAME ?? '',
  password: process.env.GNAR_PG_PASSWORD ?? ''
})
const log = pino()

type Env = { Variables: { requestId: string; claims: Record<string, unknown> } }

const logRequest = createMiddleware<Env>(async (c, next) => {
  const began = performance.now()
  await next()
  const { method, path: url } = c.req
  const responseTime = performance.now() - began
  log.info(
    { reqId: c.var.requestId, req: { method, url }, res: { statusCode: c.res.status }, responseTime },
    'request completed'
  )
})

const authenticate = createMiddleware<Env>(async (c, next) => {
  const token = /^Bearer (\S+)$/.exec(c.req.header('authorization') ?? '')?.[1]
  if (token === undefined) return c.json({ error: 'Missing Authorization Header' })
  try {
    c.set('claims', await verify(token, secret, 'HS256'))
  } catch (error) {
    const isExpired = error instanceof JwtTokenExpired
    return c.json({ error: isExpired ? 'Token has expired' : 'Signature verification failed' })
  }
  await next()
  c.header('authorization', `Bearer ${await refresh(c.var.claims)}`)
  c.header('cache-control', 'no-store')
})

function refresh(claims: object): Promise<string> {
  const now = Math.floor(Date.now() / 1000)
  const times = { iat: now - 5, nbf: now - 10, exp: now + 15 * 60 }
  return sign({ ...claims, ...times, jti: randomUUID() }, secret, 'HS256')
}

const app = new Hono<Env>()
app.use(requestId())
if (LOG_REQUESTS === 'true') app.use(logRequest)

app.get('/hello', (c) => c.json({ status: 'ok' }))

app.get('/protected', authenticate, (c) => c.json({ identity: c.var.claims.identity }))

app.get('/rider/:id', async (c) => {
  const { rows } = await pool.query('SELECT id, name, email FROM rider WHERE id = $1', [c.req.param('id')])
  return c.json(rows[0])
})

app.get('/broken', async () => {
  throw new Error('a secret of the piste')
})

app.notFound((c) => {
  const error = `Route ${c.req.method}:${c.req.path} not found, check the method and the path`
  return c.json({ error, requestId: c.var.requestId })
})

app.onError((error, c) => {
  log.error({ reqId: c.var.requestId, err: error })
  return c.json({ error: 'Bench API Error', requestId: c.var.requestId })
})

serve({ fetch: app.fetch, port: Number(PORT), hostname: '127.0.0.1' })
