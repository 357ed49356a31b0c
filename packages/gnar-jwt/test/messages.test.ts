import Fastify from 'fastify'
import gnarErrors from 'gnar-errors'
import t, { type Test } from 'tap'
import gnarJwt, { type GnarJwtOptions } from '../src/index.ts'
import { forge, freshToken, get, nowInSeconds, secret } from './app.ts'
import { good, hostile, token } from './hostile-tokens.ts'

/** A request that is refused, and how. */
interface Refusal {
  title: string
  authorization?: string
  message: string
  challenge: string
  options?: GnarJwtOptions
}

const badHeader = {
  message: "Bad Authorization header. Expected value 'Bearer <JWT>'",
  challenge: 'Bearer error="invalid_request"'
}
const badToken = 'Bearer error="invalid_token"'
const sessionStart = nowInSeconds() - 3600

const refusals: Refusal[] = [
  { title: 'no header', message: 'Missing Authorization Header', challenge: 'Bearer' },
  {
    title: 'an empty header',
    authorization: '',
    message: 'Missing Authorization Header',
    challenge: 'Bearer'
  },
  { title: 'another scheme', authorization: 'Basic c2hhdW46d2hpdGU=', ...badHeader },
  { title: 'no token', authorization: 'Bearer', ...badHeader },
  { title: 'two tokens', authorization: `Bearer ${token} ${token}`, ...badHeader },
  { title: 'no scheme', authorization: token, ...badHeader },
  ...Object.entries(hostile).flatMap(([message, tokens]) =>
    Object.entries(tokens).map(([title, hostileToken]) => {
      return { title, authorization: `Bearer ${hostileToken}`, message, challenge: badToken }
    })
  ),
  {
    title: 'a session that lasted too long',
    authorization: `Bearer ${forge({ ...good, auth_time: sessionStart })}`,
    message: 'Session has ended: sign in again',
    challenge: badToken,
    options: { maxSessionMinutes: 30 }
  },
  {
    title: 'a revoked token',
    authorization: `Bearer ${token}`,
    message: 'Token has been revoked',
    challenge: badToken,
    options: { isRevoked: () => true }
  },
  {
    title: 'another issuer',
    authorization: `Bearer ${forge({ ...good, iss: 'others' })}`,
    message: 'Invalid issuer',
    challenge: badToken,
    options: { issuer: 'piste' }
  },
  {
    title: 'no issuer',
    authorization: `Bearer ${token}`,
    message: 'Token is missing the "iss" claim',
    challenge: badToken,
    options: { issuer: 'piste' }
  },
  {
    title: 'no audience',
    authorization: `Bearer ${token}`,
    message: 'Token is missing the "aud" claim',
    challenge: badToken,
    options: { audience: 'riders' }
  }
]

const styles = ['none', 'gnar', 'http', 'problem'] as const
/** The apps that all refusals without options of their own share. */
const usual = {
  none: await createStyledApp(t, 'none'),
  gnar: await createStyledApp(t, 'gnar'),
  http: await createStyledApp(t, 'http'),
  problem: await createStyledApp(t, 'problem')
}

const messages = [...new Set(refusals.map(({ message }) => message))]

for (const message of messages) {
  t.test(`J4 E2 E3 a protected route says in every style: ${message}`, async (t) => {
    for (const { title, authorization, challenge, options } of refusals.filter(
      (row) => row.message === message
    )) {
      const said: string[] = []
      for (const style of styles) {
        const { fastify, lines } = options ? await createStyledApp(t, style, options) : usual[style]
        const response = await get(fastify, authorization)
        const { statusCode, headers } = response
        const body = response.json()
        said.push(response.body, JSON.stringify(headers), ...lines.splice(0))
        t.equal(freshToken(response), undefined)
        if (style === 'gnar') {
          t.strictSame([statusCode, body], [200, { error: message }], title)
          continue
        }
        const text = { none: body.message, http: body.error, problem: body.detail }[style]
        t.strictSame([statusCode, text], [401, message], `${title}, ${style}`)
        t.equal(headers['www-authenticate'], challenge)
      }
      const parts = (authorization ?? '').split(/[. ]/).filter((part) => part.length > 8)
      t.notOk(
        parts.some((part) => said.join().includes(part)),
        'nothing of the token is echoed or logged'
      )
    }
  })
}

t.test('J4 E4 nothing of a token is logged, and a refused one is one line', async (t) => {
  for (const style of ['gnar', 'http', 'problem'] as const) {
    const { fastify, lines } = await createStyledApp(t, style)
    const before = lines.length
    await get(fastify, `Bearer ${forge(good, {}, 'another secret')}`)
    const logged = lines.slice(before).filter((line) => line.includes('Signature verification failed'))
    t.equal(logged.length, 1)
    t.notMatch(lines.join(), token.split('.')[1])
    t.notMatch(lines.join(), secret)
  }
})

t.test('J5 E2 in style gnar, where failures have status 200, 401 and 403 send no fresh token', async (t) => {
  const { fastify } = await createStyledApp(t, 'gnar')
  for (const [status, isRefreshed] of [
    [401, false],
    [403, false],
    [404, true],
    [500, true]
  ] as const) {
    const response = await get(fastify, `Bearer ${token}`, `/fail/${status}`)
    t.equal(response.statusCode, 200)
    t.ok(response.json().error)
    t.equal(freshToken(response) !== undefined, isRefreshed, String(status))
  }
  t.equal(freshToken(await get(fastify, `Bearer ${token}`, '/nowhere')), undefined, 'an unknown route')
})

t.test(
  "J5 E4 an error with status 401 or 403, its own or the reply's, sends no fresh token, even if the response has another status",
  async (t) => {
    for (const style of styles) {
      const { fastify } = await createStyledApp(t, style)
      for (const member of ['statusCode', 'status']) {
        fastify.get<{ Params: { status: string } }>(
          `/${member}/:status`,
          { onRequest: fastify.authenticate },
          async ({ params }) => {
            throw Object.assign(new Error('disabled'), { [member]: Number(params.status) })
          }
        )
      }
      for (const status of [401, 403]) {
        fastify.get(`/reply/${status}`, { onRequest: fastify.authenticate }, async (_request, reply) => {
          reply.code(status)
          throw new Error('disabled')
        })
      }
      for (const [path, isRefreshed] of Object.entries({
        '/reply/401': false,
        '/reply/403': false,
        '/statusCode/401': false,
        '/statusCode/403': false,
        '/status/401': false,
        '/status/403': false,
        '/statusCode/404': true
      })) {
        const response = await get(fastify, `Bearer ${token}`, path)
        t.equal(freshToken(response) !== undefined, isRefreshed, `${style} ${path}`)
      }
    }
  }
)

t.test('J6 a check for revocation that fails is a 503 in every style', async (t) => {
  const isRevoked = async () => Promise.reject(new Error('database password=hunter2'))
  const responses = []
  for (const style of ['gnar', 'http', 'problem'] as const) {
    const { fastify, lines } = await createStyledApp(t, style, { isRevoked })
    const { statusCode, body } = await get(fastify, `Bearer ${token}`)
    responses.push(`${style} ${statusCode} ${body.replace(/,?"requestId":"[^"]*"/, '')}`)
    t.match(lines.join(), 'hunter2', 'the reason is in the log alone')
  }
  t.matchSnapshot(responses.join('\n'))
})

/** A protected app as a team would have it: errors in one style, in production. */
async function createStyledApp(t: Test, style: (typeof styles)[number], options: GnarJwtOptions = {}) {
  const lines: string[] = []
  const fastify = Fastify({ logger: { stream: { write: (line: string) => void lines.push(line) } } })
  t.after(() => fastify.close())
  const common = { env: {}, production: true }
  if (style !== 'none') await fastify.register(gnarErrors, { name: 'piste', style, ...common })
  await fastify.register(gnarJwt, { secret, ...common, ...options })
  fastify.get('/', { onRequest: fastify.authenticate }, async ({ identity }) => ({ identity }))
  fastify.get<{ Params: { status: string } }>(
    '/fail/:status',
    { onRequest: fastify.authenticate },
    async (request) => {
      const statusCode = Number(request.params.status)
      throw Object.assign(new Error('failed on purpose'), { statusCode, expose: true })
    }
  )
  return { fastify, lines }
}
