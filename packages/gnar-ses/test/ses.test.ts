import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import Fastify from 'fastify'
import { startLocal } from 'gnar-local'
import t, { type Test } from 'tap'
import gnarSes, { type GnarSesOptions } from '../src/index.ts'

const env = {
  GNAR_SES_REGION_NAME: 'eu-west-1',
  GNAR_SES_ACCESS_KEY_ID: 'key',
  GNAR_SES_SECRET_ACCESS_KEY: 'hunter2'
}

async function start(t: Test, options: GnarSesOptions) {
  const fastify = Fastify()
  t.after(() => fastify.close())
  await fastify.register(gnarSes, options)
  return fastify
}

/** An HTTP server with one response to everything, for errors that the emulator never returns. */
async function startCanned(t: Test, status: number, code: string): Promise<string> {
  const server = createServer((_request, response) => {
    response.writeHead(status, { 'content-type': 'text/xml' })
    response.end(
      `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>AWS says ${code}</Message></Error><RequestId>r</RequestId></ErrorResponse>`
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.close()
    server.closeAllConnections()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const email = {
  Source: 'gear@example.com',
  Destination: { ToAddresses: ['rider@example.com'] },
  Message: { Subject: { Data: 'Hi' }, Body: { Text: { Data: 'Hi' } } }
}

t.test('M1 text, HTML, non-ASCII names and a raw attachment arrive in the inbox', async (t) => {
  const local = await startLocal({ ses: true })
  t.after(() => local.stop())
  const fastify = await start(t, { env: local.env })
  const ses = fastify.getSesClient()
  const from = '=?utf-8?B?SsO8cmdlbiDwn6SZ?= <gear@example.com>'
  const sent = await ses.sendEmail({
    Source: from,
    Destination: { ToAddresses: ['rider@example.com'] },
    Message: {
      Subject: { Data: 'Grüße 🤙', Charset: 'utf-8' },
      Body: { Text: { Data: 'Schöne Piste' }, Html: { Data: '<p>Schöne <b>Piste</b></p>' } }
    }
  })
  t.type(sent.MessageId, 'string')

  const raw = [
    `From: ${from}`,
    'To: rider@example.com',
    'Subject: =?utf-8?B?UGlzdGVucGxhbg==?=',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=edge',
    '',
    '--edge',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'See the plan',
    '--edge',
    'Content-Type: application/pdf; name="plan.pdf"',
    'Content-Disposition: attachment; filename="plan.pdf"',
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from('a plan').toString('base64'),
    '--edge--'
  ].join('\r\n')
  await ses.sendRawEmail({ RawMessage: { Data: Buffer.from(raw) }, Destinations: ['rider@example.com'] })

  const store = await fetch(`${local.inboxUrl}/store`)
  const { emails } = (await store.json()) as { emails: Record<string, unknown>[] }
  t.match(emails[0], {
    subject: 'Grüße 🤙',
    body: { text: 'Schöne Piste', html: '<p>Schöne <b>Piste</b></p>' },
    destination: { to: ['rider@example.com'] }
  })
  t.match(JSON.stringify(emails[0]), /Jürgen 🤙|SsO8cmdlbiDwn6SZ/)
  t.match(emails[1], { subject: 'Pistenplan' })
  t.match(JSON.stringify(emails[1]), 'plan.pdf')
  t.match(JSON.stringify(emails[1]), Buffer.from('a plan').toString('base64'))
})

t.test('M1 the example of the README sends an e-mail', async (t) => {
  const local = await startLocal({ ses: true })
  t.after(() => local.stop())
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const [, example = ''] = /## Usage\n\n```ts\n([\s\S]*?)```/.exec(readme) ?? []
  const flags = ['--import=ts-blank-space/register', '--conditions=gnar-source', '--input-type=module']
  const running = promisify(execFile)(process.execPath, flags, {
    cwd: import.meta.dirname,
    env: { PATH: process.env.PATH, ...local.env }
  })
  running.child.stdin?.end(
    `${example}\nawait fastify.inject({ method: 'POST', url: '/welcome' })\nawait fastify.close()`
  )
  await running
  const { emails } = (await (await fetch(`${local.inboxUrl}/store`)).json()) as { emails: unknown[] }
  t.match(emails.at(-1), { subject: 'Welcome 🤙', body: { text: 'The gnarliest gear in the world' } })
})

t.test('M1 the client is created once and destroyed on close', async (t) => {
  const fastify = await start(t, { env })
  const client = fastify.getSesClient()
  t.equal(fastify.getSesClient(), client)
  t.equal(await client.config.region(), 'eu-west-1')
  t.match(await client.config.credentials(), { accessKeyId: 'key', secretAccessKey: 'hunter2' })
  let destroyed = 0
  t.intercept(client, 'destroy', { value: () => (destroyed += 1) })
  await fastify.close()
  t.equal(destroyed, 1)
})

t.test('M1 without keys the default credential chain is used', async (t) => {
  t.intercept(process, 'env', {
    value: { ...process.env, AWS_ACCESS_KEY_ID: 'from chain', AWS_SECRET_ACCESS_KEY: 's' }
  })
  const fastify = await start(t, { env: {}, regionName: 'eu-west-1' })
  t.match(await fastify.getSesClient().config.credentials(), { accessKeyId: 'from chain' })
})

t.test('M2 the region falls back to AWS_REGION, a provider gives the credentials', async (t) => {
  const issued = { accessKeyId: 'issued', secretAccessKey: 's', sessionToken: 'token' }
  const fastify = await start(t, { env: { AWS_REGION: 'eu-north-1' }, credentials: async () => issued })
  const { config } = fastify.getSesClient()
  t.equal(await config.region(), 'eu-north-1')
  t.match(await config.credentials(), issued)
})

t.test('M2 credentials and keys together are an error that says to choose one', async (t) => {
  await t.rejects(start(t, { env, credentials: { accessKeyId: 'a', secretAccessKey: 'b' } }), {
    code: 'GNAR_ERR_CONFIGURATION',
    message: 'GNAR_SES_ACCESS_KEY_ID and option credentials of gnar-ses cannot be combined: choose one'
  })
})

t.test('M1 a missing region is an error at first use, a malformed setting one at registration', async (t) => {
  const fastify = await start(t, { env: {} })
  t.throws(() => fastify.getSesClient(), {
    code: 'GNAR_ERR_CONFIGURATION',
    message:
      "GNAR_SES_REGION_NAME (AWS region of SES) is required. Set it, or pass gnar-ses's regionName option. Example: GNAR_SES_REGION_NAME=eu-west-1"
  })
  const rejected = (variables: Record<string, string>, message: RegExp) =>
    t.rejects(start(t, { env: variables }), { code: 'GNAR_ERR_CONFIGURATION', message })
  await rejected({ GNAR_SES_REGION_NAME: 'Ireland 1' }, /^GNAR_SES_REGION_NAME .*found "Ireland 1"/)
  await rejected({ GNAR_SES_ENDPOINT: 'localhost:1' }, /^GNAR_SES_ENDPOINT .*http:\/\//)
  await rejected({ ...env, GNAR_SES_SECRET_ACCESS_KEY: '' }, /^GNAR_SES_SECRET_ACCESS_KEY is required/)
  await rejected({ ...env, GNAR_SES_ACCESS_KEY_ID: '' }, /^GNAR_SES_ACCESS_KEY_ID is required/)
})

t.test('M1 refused credentials, throttling and an unreachable endpoint say what to do', async (t) => {
  const send = async (options: GnarSesOptions) =>
    (await start(t, { env, ...options })).getSesClient().sendEmail(email)
  const port = 1

  const credentials = await send({ endpoint: await startCanned(t, 403, 'InvalidClientTokenId') }).catch(
    String
  )
  const throttled = await send({ endpoint: await startCanned(t, 400, 'Throttling') }).catch(String)
  const refused = await send({ endpoint: `http://127.0.0.1:${port}` }).catch(String)
  t.matchSnapshot([credentials, throttled, refused].join('\n'))
  t.notMatch([credentials, throttled, refused].join(), 'hunter2')

  await t.rejects(send({ endpoint: `http://127.0.0.1:${port}` }), {
    code: 'GNAR_ERR_SES_UNREACHABLE',
    statusCode: 503,
    cause: { code: 'ECONNREFUSED' }
  })
  await t.rejects(send({ endpoint: await startCanned(t, 400, 'MessageRejected') }), {
    name: 'MessageRejected'
  })
})

t.test('M1 a request to an endpoint that never responds times out', async (t) => {
  const server = createServer(() => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.close()
    server.closeAllConnections()
  })
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const fastify = await start(t, { env, endpoint, requestTimeoutMs: 100 })
  await t.rejects(fastify.getSesClient().sendEmail(email), {
    code: 'GNAR_ERR_SES_UNREACHABLE',
    message: 'timeout'
  })
})

t.test('M1 the SDK is loaded on the first call, and its Node version warning is not printed', async (t) => {
  const script = `
    import { createRequire } from 'node:module'
    import Fastify from 'fastify'
    import gnarSes from ${JSON.stringify(new URL('../src/index.ts', import.meta.url).href)}
    const { cache } = createRequire(import.meta.url)
    const loaded = () => Object.keys(cache).some((path) => path.includes('client-ses'))
    const fastify = Fastify()
    await fastify.register(gnarSes, { env: {}, regionName: 'eu-west-1' })
    const before = loaded()
    fastify.getSesClient()
    const variable = 'AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED' in process.env
    process.stdout.write(JSON.stringify({ before, after: loaded(), variable }))
    await fastify.close()`
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ['--import=ts-blank-space/register', '--conditions=gnar-source', '--input-type=module', '--eval', script],
    { cwd: import.meta.dirname, env: { PATH: process.env.PATH } }
  )
  t.strictSame(JSON.parse(stdout), { before: false, after: true, variable: false })
  t.notMatch(stderr, 'AWS')
})

t.test("M1 the user's own choice about the warning is kept, and options are not changed", async (t) => {
  const variable = 'AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'
  t.intercept(process, 'env', { value: { ...process.env, [variable]: 'true' } })
  const options = Object.freeze({ env: Object.freeze(env) })
  const [one, two] = [await start(t, options), await start(t, options)]
  t.not(one.getSesClient(), two.getSesClient())
  t.equal(process.env[variable], 'true')
})
