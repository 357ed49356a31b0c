import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Type } from '@fastify/type-provider-typebox'
import Fastify from 'fastify'
import gnarErrors from 'gnar-errors'
import gnarJwt from 'gnar-jwt'
import { chromium, type Page } from 'playwright-core'
import t, { type Test } from 'tap'
import gnarOpenapi from '../src/index.ts'

const executablePath = [
  process.env.CHROMIUM_PATH ?? '',
  ...['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].flatMap((name) =>
    (process.env.PATH ?? '').split(':').map((folder) => join(folder, name))
  )
].find((path) => path !== '' && existsSync(path))

const skip =
  executablePath === undefined &&
  'there is no Chromium: install it (apt-get install chromium) or set CHROMIUM_PATH'

async function startApp(t: Test): Promise<string> {
  const fastify = Fastify({ forceCloseConnections: true })
  t.after(() => fastify.close())
  await fastify.register(gnarErrors, { name: 'riders', style: 'http' })
  await fastify.register(gnarJwt, { secret: 'the gnarliest secret of the piste' })
  await fastify.register(gnarOpenapi, { info: { title: 'Riders', version: '1.2.3' } })
  const body = Type.Object({ name: Type.String({ default: 'shaun' }) })
  const response = { 200: Type.Object({ name: Type.Unknown() }) }
  fastify.post('/login', { schema: { body, summary: 'Log in' } }, async (request, reply) => {
    const { name } = request.body as { name: string }
    reply.header('authorization', `Bearer ${fastify.createAccessToken(name)}`)
    return { status: 'ok' }
  })
  fastify.get(
    '/me',
    { onRequest: fastify.authenticate, schema: { response, summary: 'Who am I' } },
    async (request) => ({
      name: request.identity
    })
  )
  return fastify.listen({ port: 0, host: '127.0.0.1' })
}

/** Opens an operation, sends its request, and returns what the page shows of the response. */
async function execute(
  page: Page,
  summary: string
): Promise<{ status: string; headers: string; body: string }> {
  const operation = page.locator('.opblock', { hasText: summary })
  if (!(await operation.locator('.opblock-body').isVisible()))
    await operation.locator('.opblock-summary-control').click()
  await operation.getByRole('button', { name: 'Execute' }).click()
  const live = operation.locator('.live-responses-table')
  await live.locator('.response-col_status').nth(1).waitFor()
  const textOf = async (selector: string) => (await live.locator(selector).allTextContents()).join('\n')
  return {
    status: (await textOf('tbody .response-col_status')).trim(),
    headers: await textOf('.headerline'),
    body: await textOf('.highlight-code')
  }
}

t.test(
  'O3 in a browser: log in through the page, authorize, and call a protected route',
  { skip },
  async (t) => {
    const origin = await startApp(t)
    const browser = await chromium.launch({ executablePath: String(executablePath), args: ['--no-sandbox'] })
    t.after(() => browser.close())
    const page = await browser.newPage()
    const elsewhere: string[] = []
    const complaints: string[] = []
    page.on('request', (request) => {
      if (!request.url().startsWith(origin) && !request.url().startsWith('data:'))
        elsewhere.push(request.url())
    })
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(String(error)))

    await page.goto(`${origin}/docs`)
    await page.getByText('Who am I').waitFor()
    t.match(await page.locator('.info .title').textContent(), 'Riders')

    const login = await execute(page, 'Log in')
    t.equal(login.status, '200')
    const token = /authorization: Bearer (\S+)/.exec(login.headers)?.[1] ?? ''
    t.not(token, '')

    await page.getByRole('button', { name: 'Authorize' }).first().click()
    await page.locator('.modal-ux input').fill(token)
    await page.locator('.modal-ux').getByRole('button', { name: 'Apply credentials' }).click()
    await page.locator('.modal-ux').getByRole('button', { name: 'Close' }).last().click()

    const me = await execute(page, 'Who am I')
    t.equal(me.status, '200')
    t.match(me.body, /"name": "shaun"/)
    t.match(me.headers, /authorization: Bearer /)
    t.strictSame(elsewhere, [], 'no request leaves the origin')
    t.strictSame(complaints, [], 'the console has no error and no warning')
  }
)
