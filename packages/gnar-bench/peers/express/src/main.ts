import { createSecretKey, randomUUID } from 'node:crypto'
import express, { type ErrorRequestHandler, type RequestHandler } from 'express'
import jwt from 'jsonwebtoken'
import pg from 'pg'
import { pino } from 'pino'

const { PORT, LOG_REQUESTS, GNAR_JWT_SECRET_KEY = '', GNAR_PG_ENDPOINT = '' } = process.env
// As text, jsonwebtoken would first try to read a PEM from it, which takes 0.6 ms per token on Node 20.
const secret = createSecretKey(GNAR_JWT_SECRET_KEY, 'utf8')
const [host = '', pgPort] = GNAR_PG_ENDPOINT.split(':')
const pool = new pg.Pool({
  host,
  port: Number(pgPort),
  database: process.env.GNAR_PG_DATABASE ?? '',
  user: process.env.GNAR_PG_USERNAME ?? '',
  password: process.env.GNAR_PG_PASSWORD ?? ''
})
const log = pino()

const identify: RequestHandler = (request, response, next) => {
  const id = request.get('x-request-id') ?? randomUUID()
  response.locals.id = id
  response.set('x-request-id', id)
  next()
}

const logRequest: RequestHandler = (request, response, next) => {
  const began = performance.now()
  response.on('finish', () => {
    const { method, originalUrl: url } = request
    const { statusCode } = response
    const responseTime = performance.now() - began
    log.info(
      { reqId: response.locals.id, req: { method, url }, res: { statusCode }, responseTime },
      'request completed'
    )
  })
  next()
}

const authenticate: RequestHandler = (request, response, next) => {
  const token = /^Bearer (\S+)$/.exec(request.get('authorization') ?? '')?.[1]
  if (token === undefined) {
    response.json({ error: 'Missing Authorization Header' })
    return
  }
  try {
    response.locals.claims = jwt.verify(token, secret, { algorithms: ['HS256'] })
  } catch (error) {
    const isExpired = error instanceof jwt.TokenExpiredError
    response.json({ error: isExpired ? 'Token has expired' : 'Signature verification failed' })
    return
  }
  response.set('authorization', `Bearer ${refresh(response.locals.claims)}`)
  response.set('cache-control', 'no-store')
  next()
}

function refresh(claims: object): string {
  const now = Math.floor(Date.now() / 1000)
  const times = { iat: now - 5, nbf: now - 10, exp: now + 15 * 60 }
  return jwt.sign({ ...claims, ...times, jti: randomUUID() }, secret, { algorithm: 'HS256' })
}

const handleError: ErrorRequestHandler = (error, _request, response, _next) => {
  log.error({ reqId: response.locals.id, err: error })
  response.json({ error: 'Bench API Error', requestId: response.locals.id })
}

const app = express()
app.disable('x-powered-by')
app.disable('etag')
app.use(identify)
if (LOG_REQUESTS === 'true') app.use(logRequest)

app.get('/hello', (_request, response) => {
  response.json({ status: 'ok' })
})

app.get('/protected', authenticate, (_request, response) => {
  response.json({ identity: response.locals.claims.identity })
})

app.get('/rider/:id', async (request, response) => {
  const { rows } = await pool.query('SELECT id, name, email FROM rider WHERE id = $1', [request.params.id])
  response.json(rows[0])
})

app.get('/broken', async () => {
  throw new Error('a secret of the piste')
})

app.use(({ method, originalUrl }, response) => {
  const error = `Route ${method}:${originalUrl} not found, check the method and the path`
  response.json({ error, requestId: response.locals.id })
})
app.use(handleError)

app.listen(Number(PORT), '127.0.0.1')
