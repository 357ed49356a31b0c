import Fastify from 'fastify'
import t, { type Test } from 'tap'
import gnarArgon2, { type GnarArgon2Options } from '../src/index.ts'

/** The cheapest parameters that Argon2 takes: these tests prove behaviour, not strength. */
const cheap = { timeCost: 1, memoryCost: 64, parallelism: 1, env: {} } satisfies GnarArgon2Options

async function start(t: Test, options: GnarArgon2Options = cheap) {
  const fastify = Fastify()
  t.after(() => fastify.close())
  await fastify.register(gnarArgon2, options)
  return fastify
}

t.test('H1 a password is hashed to a PHC string and checked against it', async (t) => {
  const fastify = await start(t)
  const hash = await fastify.generatePasswordHash('gnarly 🤙')
  t.match(hash, /^\$argon2id\$v=19\$m=64,t=1,p=1\$/)
  t.equal(await fastify.checkPasswordHash(hash, 'gnarly 🤙'), true)
  t.equal(await fastify.checkPasswordHash(hash, 'gnarly'), false)
  t.equal(await fastify.checkPasswordHash('$argon2id$broken', 'gnarly'), false)
  t.equal(await fastify.argon2.verify(hash, 'gnarly 🤙'), true)
  await t.rejects(fastify.argon2.verify(hash, 'gnarly'), { code: 'GNAR_ERR_ARGON2_MISMATCH' })
  await t.rejects(fastify.generatePasswordHash(''), { code: 'GNAR_ERR_ARGON2_EMPTY_PASSWORD' })
})

t.test('H2 options beat the environment, the environment beats the defaults', async (t) => {
  const env = { MY_ARGON2_TIME_COST: '2', MY_ARGON2_MEMORY_COST: '128' }
  const fastify = await start(t, { envPrefix: 'MY', env, timeCost: 1, variant: 'argon2i', parallelism: 1 })
  t.match(await fastify.argon2.hash('x'), /^\$argon2i\$v=19\$m=128,t=1,p=1\$/)
})

t.test('H2 a value out of range is an error that states the range', async (t) => {
  const env = { GNAR_ARGON2_TIME_COST: '0' }
  await t.rejects(start(t, { env }), { code: 'GNAR_ERR_CONFIGURATION', message: 'from 1 to 4294967295' })
})

t.test('H3 checkNeedsRehash tells whether the parameters moved on', async (t) => {
  const fastify = await start(t)
  const stronger = await start(t, { ...cheap, timeCost: 2 })
  const hash = await fastify.argon2.hash('x')
  t.equal(fastify.argon2.checkNeedsRehash(hash), false)
  t.equal(stronger.argon2.checkNeedsRehash(hash), true)
})

t.test('H6 no stored hash is a mismatch', async (t) => {
  const fastify = await start(t)
  t.equal(await fastify.checkPasswordHash(undefined, 'x'), false)
  t.equal(await fastify.checkPasswordHash(null, 'x'), false)
})
