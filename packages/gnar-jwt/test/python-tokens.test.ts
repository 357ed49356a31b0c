import { readFileSync } from 'node:fs'
import t, { type Test } from 'tap'
import { createProtectedApp, freshToken, get, payloadOf } from './app.ts'

/** Requests to a Python service and its responses, recorded by fixtures/record_tokens.py. */
interface Recorded {
  title: string
  authorization: string | null
  body: { identity: unknown; error?: string; msg?: string }
  refreshedIdentity?: unknown
}

const original = read('original-tokens')
const present = read('flask-jwt-extended-4-tokens')

/** Where we respond differently from the original, on purpose. */
const differences: Record<string, string> = {
  null: 'Missing claim: identity',
  'without exp': 'Token is missing the "exp" claim',
  'an integer beyond 2^53': 'Invalid payload string: a number is beyond 2^53 - 1'
}

for (const { title, authorization, body, refreshedIdentity } of original) {
  const message = differences[title] ?? body.error
  const verdict = message ?? (refreshedIdentity === undefined ? 'accepted' : 'accepted and refreshed')

  t.test(`J2 J4 J5 like the original, "${title}" gets: ${verdict}`, async (t) => {
    const response = await ask(t, authorization)
    if (message !== undefined) {
      t.equal(response.json().message, message)
      t.equal(response.statusCode, 401)
      t.equal(freshToken(response), undefined)
      return
    }
    t.strictSame(response.json().identity, body.identity)
    if (refreshedIdentity === undefined) return t.equal(freshToken(response), undefined)
    t.strictSame(payloadOf(freshToken(response)).identity, refreshedIdentity)
  })
}

/** Where we respond differently from the current version of the original's library: mostly as the original did. */
const presentDifferences: Record<string, string> = {
  ...differences,
  'a refresh token': 'Only access tokens are allowed',
  'no identity': 'Missing claim: identity',
  'unknown type': 'Missing or invalid claim: type',
  'audience of others': 'Invalid audience',
  'no token': "Bad Authorization header. Expected value 'Bearer <JWT>'",
  'two tokens': "Bad Authorization header. Expected value 'Bearer <JWT>'",
  'another scheme': "Bad Authorization header. Expected value 'Bearer <JWT>'"
}

for (const { title, authorization, body } of present) {
  // Version 4 refuses its own tokens whose identity is not a string; we accept them.
  const refused = body.msg === 'Subject must be a string' ? undefined : body.msg
  const message = presentDifferences[title] ?? refused

  t.test(`J2 J4 of flask-jwt-extended 4, "${title}" gets: ${message ?? 'accepted'}`, async (t) => {
    const response = await ask(t, authorization)
    if (message !== undefined) return t.equal(response.json().message, message)
    t.equal(response.statusCode, 200)
    t.strictSame(response.json().identity, payloadOf(authorization?.slice(7)).sub)
  })
}

t.test('J5 a refresh keeps the claims that a Python service gave a token', async (t) => {
  const claimsAfterRefresh = async (requests: Recorded[]) => {
    const { authorization } = requests.find(({ title }) => title === 'claims of the app') as Recorded
    return payloadOf(freshToken(await ask(t, authorization)))
  }
  t.match(await claimsAfterRefresh(original), {
    identity: 'shaun',
    sub: 'shaun',
    user_claims: { role: 'rider' }
  })
  t.match(await claimsAfterRefresh(present), { identity: 'shaun', sub: 'shaun', role: 'rider' })
})

async function ask(t: Test, authorization: string | null) {
  return get(await createProtectedApp(t), authorization ?? undefined)
}

function read(name: string): Recorded[] {
  return JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), 'utf8')).requests
}
