import { readFile } from 'node:fs/promises'
import pg from 'pg'
import t from 'tap'
import { type Fleet, startFleet } from '../src/fleet.ts'
import { readMail } from '../src/inbox.ts'
import { walk } from '../src/walk.ts'

const password = 'geheimes Paßwort 🤙'
let fleet: Fleet

t.before(async () => {
  fleet = await startFleet({ logDir: t.testdir() })
})
t.teardown(() => fleet?.stop())

async function ask(method: string, path: string, body?: unknown, token?: string) {
  const response = await fetch(new URL(path, fleet.pisteUrl), {
    method,
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(token !== undefined && { authorization: token })
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) })
  })
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: JSON.parse(text) as Record<string, unknown>
  }
}

async function signUp(email: string) {
  await ask('POST', '/user/signup', { email, password })
  return (await readMail(fleet.inboxUrl, email, 'Welcome')).token
}

async function logIn(email: string) {
  await ask('POST', '/user/activate', { token: await signUp(email) })
  const { headers } = await ask('POST', '/user/login', { email, password })
  return String(headers.get('authorization'))
}

/** Expires the activation of an address. */
async function expire(email: string) {
  await query(
    "UPDATE one_time_token SET expires_at = now() - interval '1 second' FROM account WHERE account.id = account_id AND email = $1",
    [email]
  )
}

async function query(sql: string, values: unknown[]) {
  const { env } = fleet
  const [host = '', port] = env.GNAR_PG_ENDPOINT?.split(':') ?? []
  const client = new pg.Client({
    host,
    port: Number(port),
    database: env.GNAR_PG_DATABASE ?? '',
    user: env.GNAR_PG_USERNAME ?? '',
    password: env.GNAR_PG_PASSWORD ?? ''
  })
  await client.connect()
  const { rows } = await client.query(sql, values)
  await client.end()
  return rows
}

t.test('A1 A3 P2 H1 J5 M1 Q2 X3 the whole walk succeeds against the real servers', async (t) => {
  const titles: string[] = []
  for await (const { title } of walk(fleet)) titles.push(title)
  t.matchSnapshot(titles.join('\n'))
})

t.test('E2 signing up twice with the same address is a clear error', async (t) => {
  const email = 'twice@example.com'
  t.match((await ask('POST', '/user/signup', { email, password })).body, { status: 'ok' })
  const again = await ask('POST', '/user/signup', { email: 'Twice@example.com', password })
  t.match(again.body, { error: 'This address is already registered' })
  t.equal(again.status, 200)
})

t.test('H6 a wrong password and an unknown address get the same response', async (t) => {
  const email = 'wrong-password@example.com'
  await logIn(email)
  const wrong = await ask('POST', '/user/login', { email, password: 'wrong password' })
  const unknown = await ask('POST', '/user/login', { email: 'nobody@example.com', password })
  t.match(wrong.body, { error: 'Wrong e-mail address or password' })
  t.equal(wrong.body.error, unknown.body.error)
  t.equal(wrong.headers.get('authorization'), null)
})

t.test('E4 a login before activation is refused', async (t) => {
  const email = 'early@example.com'
  await signUp(email)
  t.match((await ask('POST', '/user/login', { email, password })).body, {
    error: 'This account is not active yet'
  })
})

t.test('E4 an expired, a used and an invalid activation token are refused', async (t) => {
  const refusal = { error: 'This link has expired or was already used: log in, or sign up again' }
  const expired = await signUp('expired@example.com')
  await expire('expired@example.com')
  t.match((await ask('POST', '/user/activate', { token: expired })).body, refusal)

  const token = await signUp('used@example.com')
  t.match((await ask('POST', '/user/activate', { token })).body, { status: 'ok' })
  t.match((await ask('POST', '/user/activate', { token })).body, refusal)

  t.match((await ask('POST', '/user/activate', { token: 'x'.repeat(43) })).body, refusal)
  t.match((await ask('POST', '/user/activate', { token: 'too short' })).text, 'token')
})

t.test('E4 an address whose activation expired may sign up again', async (t) => {
  const email = 'late@example.com'
  const expired = await signUp(email)
  await expire(email)
  t.match((await ask('POST', '/user/signup', { email, password })).body, { status: 'ok' })
  const { token } = await readMail(fleet.inboxUrl, email, 'Welcome')
  t.not(token, expired)
  t.match((await ask('POST', '/user/activate', { token })).body, { status: 'ok' })
})

t.test('J4 a forged token is refused', async (t) => {
  const token = await logIn('forged@example.com')
  const forged = await ask('GET', '/user/account', undefined, `${token.slice(0, -6)}AAAAAA`)
  t.strictSame(forged.body, { error: 'Signature verification failed' })
  t.equal(forged.headers.get('authorization'), null)
})

t.test('E5 a body with missing and malformed fields gets an error that lists each', async (t) => {
  const { text } = await ask('POST', '/user/signup', { email: 'no address' })
  t.match(text, 'email')
  t.match(text, 'password')
})

t.test('E5 fields that are not in the schema never reach the service', async (t) => {
  const email = 'extra@example.com'
  await ask('POST', '/user/signup', { email, password, activated_at: '2020-01-01', admin: true })
  const [account] = await query('SELECT activated_at FROM account WHERE email = $1', [email])
  t.equal(account?.activated_at ?? null, null)
})

t.test('E6 a body above the limit is refused', async (t) => {
  const { text } = await ask('POST', '/user/signup', {
    email: 'big@example.com',
    password: 'x'.repeat(1024 * 1024)
  })
  t.match(text, 'Request body is too large')
})

t.test('P2 Q8 emoji work in passwords and mails, and are refused in addresses', async (t) => {
  const email = 'rider-🏂@example.com'
  const refused = await ask('POST', '/user/signup', { email, password })
  t.match(refused.text, 'email', 'ajv-formats accepts ASCII addresses only')
  const token = await logIn('emoji@example.com')
  const account = await ask('GET', '/user/account', undefined, token)
  t.match(account.body, { email: 'emoji@example.com' })
  const { step } = await readMail(fleet.inboxUrl, 'emoji@example.com', 'Welcome')
  t.match(step.lines[0], '🤙')
})

t.test('L5 neither passwords nor tokens are in the logs', async (t) => {
  const email = 'quiet@example.com'
  const link = await signUp(email)
  await fetch(`${fleet.pisteUrl}/user/activate?token=${link}`)
  await ask('POST', '/user/activate', { token: link })
  const { headers } = await ask('POST', '/user/login', { email, password })
  const token = String(headers.get('authorization'))
  await ask('GET', '/user/activity', undefined, token)
  const logs = (await Promise.all(fleet.logFiles.map((file) => readFile(file, 'utf8')))).join('')
  t.match(logs, '/user/activate?token=[Redacted]')
  for (const secret of [
    password,
    'Paßwort',
    link,
    token.slice('Bearer '.length),
    fleet.env.GNAR_JWT_SECRET_KEY ?? ''
  ]) {
    t.notOk(logs.includes(secret))
  }
})
