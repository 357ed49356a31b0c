import { setTimeout as delay } from 'node:timers/promises'
import type { Fleet } from './fleet.ts'
import { readMail } from './inbox.ts'
import { type Step, StepError, shorten } from './step.ts'

interface ServiceResponse {
  headers: Headers
  text: string
}

/** How long a message may take through SQS to the rider's activity. */
const activityWithinMs = 15_000

/** Walks through the whole flow with real HTTP requests; yields each step and throws a StepError at the first failure. */
export async function* walk({ pisteUrl, inboxUrl }: Fleet): AsyncGenerator<Step> {
  const email = `rider-${Date.now()}@example.com`
  const password = 'gnarly 🤙 password'
  const newPassword = 'even gnarlier 🏂 password'
  let token = ''

  async function send(title: string, method: string, path: string, body?: object | URLSearchParams) {
    const startedAt = performance.now()
    const json = body !== undefined && !(body instanceof URLSearchParams)
    const fetched = await fetch(new URL(path, pisteUrl), {
      method,
      headers: {
        ...(json && { 'content-type': 'application/json' }),
        ...(token !== '' && { authorization: token })
      },
      ...(body !== undefined && { body: json ? JSON.stringify(body) : body })
    })
    const response: ServiceResponse = {
      headers: fetched.headers,
      text: await fetched.text()
    }
    const durationMs = performance.now() - startedAt
    const failureStatus = fetched.headers.get('x-gnar-status')
    const step: Step = {
      title,
      method,
      path: shorten(path),
      status: Number(failureStatus ?? fetched.status),
      sentAs200: failureStatus !== null,
      durationMs,
      lines: []
    }
    return { response, step }
  }

  /** Sends a request, and fails unless the response contains `expected`. */
  async function expect(expected: string, ...request: Parameters<typeof send>) {
    const { response, step } = await send(...request)
    const isPage = response.headers.get('content-type')?.startsWith('text/html') ?? false
    step.lines.push(isPage ? `a page with the button "${expected}"` : response.text)
    if (!response.text.includes(expected)) throw new StepError({ ...step, lines: [response.text] }, expected)
    return { response, step }
  }

  yield (await expect('inbox', 'Sign up', 'POST', '/user/signup', { email, password })).step

  const welcome = await readMail(inboxUrl, email, 'Welcome')
  yield welcome.step
  yield (await expect('Activate your account', 'Open the link', 'GET', welcome.link)).step
  const activation = new URLSearchParams({ token: welcome.token })
  yield (await expect('active', 'Press its button', 'POST', '/user/activate', activation)).step

  const login = await expect('ok', 'Log in', 'POST', '/user/login', { email, password })
  token = login.response.headers.get('authorization') ?? ''
  login.step.lines.push(`Authorization: ${abbreviate(token)}`)
  if (!token.startsWith('Bearer ')) throw new StepError(login.step, 'a token in the Authorization header')
  yield login.step

  const account = await expect(email, 'View the account', 'GET', '/user/account')
  const refreshed = account.response.headers.get('authorization') ?? ''
  account.step.lines.push(`Authorization: ${abbreviate(refreshed)} (refreshed)`)
  if (refreshed === '' || refreshed === token) throw new StepError(account.step, 'a refreshed token')
  token = refreshed
  yield account.step

  const deadline = Date.now() + activityWithinMs
  for (;;) {
    const { response, step } = await send('Call off-piste through piste', 'GET', '/user/activity')
    step.lines.push(response.text)
    if (response.text.includes('signup') && response.text.includes('login')) {
      yield step
      break
    }
    if (Date.now() > deadline) throw new StepError(step, 'the sign-up and the login, through SQS')
    await delay(100)
  }

  token = ''
  const wrong = { email: 'not an address', password: 'short' }
  yield (await expect('password', 'Make two mistakes at once', 'POST', '/user/signup', wrong)).step
  yield (await expect('Missing Authorization Header', 'Call without a token', 'GET', '/user/account')).step

  yield (await expect('on its way', 'Request a password reset', 'POST', '/user/password-reset', { email }))
    .step
  const reset = await readMail(inboxUrl, email, 'Choose')
  yield reset.step
  const choice = new URLSearchParams({ token: reset.token, password: newPassword })
  yield (await expect('changed', 'Choose a new password', 'POST', '/user/password-reset/confirm', choice))
    .step
  yield (await expect('ok', 'Log in with it', 'POST', '/user/login', { email, password: newPassword })).step
}

function abbreviate(token: string): string {
  return token.length > 24 ? `${token.slice(0, 16)}…${token.slice(-4)}` : token
}
