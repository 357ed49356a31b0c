import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import t from 'tap'
import { createTokenVerifier } from '../src/token-verifier.ts'
import { createProtectedApp, forge, freshToken, get, nowInSeconds, stopClock } from './app.ts'

t.test('J6 a verified token is remembered, and still checked against the clock at every use', async (t) => {
  const move = stopClock(t)
  const fastify = await createProtectedApp(t)
  const verifications = t.capture(fastify.jwt, 'verify', fastify.jwt.verify)
  const now = nowInSeconds()
  const token = forge({ identity: 'shaun', nbf: now, exp: now + 600 })
  const ask = async () => (await get(fastify, `Bearer ${token}`)).json().message
  t.equal(await ask(), undefined)
  move(604)
  t.equal(await ask(), undefined)
  move(1)
  t.equal(await ask(), 'Token has expired')
  move(-611)
  t.equal(await ask(), 'The token is not yet valid (nbf)')
  t.equal(verifications().length, 1)
})

t.test('J6 a remembered token makes no other token valid', async (t) => {
  const fastify = await createProtectedApp(t)
  const token = fastify.createAccessToken('shaun')
  t.equal((await get(fastify, `Bearer ${token}`)).statusCode, 200)
  const [header, payload, signature = ''] = token.split('.')
  const exp = nowInSeconds() + 60
  const otherPayload = forge({ identity: 'root', exp }).split('.')[1]
  for (const [message, other] of [
    ['Signature verification failed', forge({ identity: 'root', exp }, {}, 'another secret')],
    [
      'Signature verification failed',
      `${header}.${payload}.${signature.replace(/^./, (c) => (c === 'A' ? 'B' : 'A'))}`
    ],
    ['Signature verification failed', `${header}.${otherPayload}.${signature}`],
    ['Signature verification failed', `${token}A`],
    ['Not enough segments', `${header}.${payload}`]
  ]) {
    t.equal((await get(fastify, `Bearer ${other}`)).json().message, message)
  }
})

t.test('J6 a token is remembered however its header is spelled', async (t) => {
  stopClock(t)
  const fastify = await createProtectedApp(t)
  const verifications = t.capture(fastify.jwt, 'verify', fastify.jwt.verify)
  const token = fastify.createAccessToken('shaun')
  const made = verifications().length
  const headers = [`Bearer  ${token}`, `Bearer  ${token}`, `bearer ${token}`, `Bearer ${token}`]
  const fresh = new Set<string | undefined>()
  for (const header of headers) fresh.add(freshToken(await get(fastify, header)))
  t.equal(fresh.size, 1, 'refreshed once in its second')
  t.equal(verifications().length, made + 1)
})

t.test('J6 memory is bounded: the token that was used longest ago is forgotten', async (t) => {
  const fastify = await createProtectedApp(t, { cacheSize: 2 })
  const verifications = t.capture(fastify.jwt, 'verify', fastify.jwt.verify)
  const [a, b, c] = ['a', 'b', 'c'].map((identity) => `Bearer ${fastify.createAccessToken(identity)}`)
  const verified = async (...headers: (string | undefined)[]) => {
    for (const header of headers) t.equal((await get(fastify, header)).statusCode, 200)
    return verifications().length
  }
  t.equal(await verified(a, b, a, b, a), 2)
  t.equal(await verified(c, c), 1)
  t.equal(await verified(a, c, a), 0, 'b, used longest ago, made room for c')
  t.equal(await verified(b), 1)
})

t.test('J6 a flood of bad tokens evicts no good one', async (t) => {
  const fastify = await createProtectedApp(t, { cacheSize: 2 })
  const good = ['a', 'b'].map((identity) => `Bearer ${fastify.createAccessToken(identity)}`)
  for (const header of good) await get(fastify, header)
  const exp = nowInSeconds() + 60
  for (let index = 0; index < 50; index += 1) {
    const bad = [
      forge({ identity: index, exp }, {}, 'another secret'),
      forge({ identity: index, exp: 1 }),
      forge({ identity: index, exp, type: 'refresh' }),
      `${index}.b.c`
    ]
    for (const token of bad) t.equal((await get(fastify, `Bearer ${token}`)).statusCode, 401)
  }
  const verifications = t.capture(fastify.jwt, 'verify', fastify.jwt.verify)
  for (const header of good) t.equal((await get(fastify, header)).statusCode, 200)
  t.equal(verifications().length, 0)
})

t.test('J6 a flood of bad tokens leaves nothing in memory', async (t) => {
  const { jwt } = await createProtectedApp(t)
  const rules = {
    issuer: undefined,
    audience: undefined,
    clockToleranceSeconds: 5,
    maxSessionMinutes: undefined
  }
  const verify = createTokenVerifier([jwt], { ...rules, cacheSize: 10_000 })
  let refused = 0
  const flood = (from: number, to: number) => {
    for (let identity = from; identity < to; identity += 1) {
      const claims = { identity, padding: 'x'.repeat(5000), exp: nowInSeconds() + 60 }
      for (const bad of [forge(claims, {}, 'another secret'), forge({ ...claims, exp: 1 })]) {
        try {
          verify(`Bearer ${bad}`)
        } catch {
          refused += 1
        }
      }
    }
  }
  flood(0, 100)
  const before = usedMemory()
  flood(100, 1100)
  const grown = usedMemory() - before
  t.equal(refused, 2200)
  t.ok(grown < 7_000_000, `2000 tokens of 7 KB would be 14 MB, ${grown} bytes are there`)
})

t.test('J6 a token is refreshed at most once per second', async (t) => {
  const move = stopClock(t)
  const fastify = await createProtectedApp(t)
  const [one, other] = ['a', 'b'].map((identity) => `Bearer ${fastify.createAccessToken(identity)}`)
  const signatures = t.capture(fastify.jwt, 'sign', fastify.jwt.sign)
  const refresh = async (header: string | undefined) => freshToken(await get(fastify, header))
  const first = await refresh(one)
  t.equal(await refresh(one), first)
  t.not(await refresh(other), first)
  t.equal(signatures().length, 2)
  move(1)
  t.not(await refresh(one), first)
  t.equal(signatures().length, 1)
})

/** Bytes of the heap that are still in use. */
function usedMemory(): number {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  return process.memoryUsage().heapUsed
}
