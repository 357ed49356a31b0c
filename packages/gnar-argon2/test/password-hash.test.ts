import { findProblems } from 'gnar-env'
import t from 'tap'
import { type GnarArgon2Options, settings } from '../src/index.ts'
import { cheap, start } from './start.ts'

t.test('H1 a password is hashed to a PHC string and checked against it', async (t) => {
  const { fastify, lines } = await start(t)
  const hash = await fastify.generatePasswordHash('gnarly 🤙')
  t.match(hash, /^\$argon2id\$v=19\$m=64,t=1,p=1\$/)
  t.not(hash, await fastify.generatePasswordHash('gnarly 🤙'), 'a fresh salt each time')
  t.equal(await fastify.checkPasswordHash(hash, 'gnarly 🤙'), true)
  t.equal(await fastify.checkPasswordHash(hash, 'gnarly'), false)
  t.equal(await fastify.checkPasswordHash(hash, ''), false)
  t.equal(await fastify.argon2.verify(hash, 'gnarly 🤙'), true)
  await t.rejects(fastify.argon2.verify(hash, 'gnarly'), { code: 'GNAR_ERR_ARGON2_MISMATCH' })
  await t.rejects(fastify.generatePasswordHash(''), { code: 'GNAR_ERR_ARGON2_EMPTY_PASSWORD' })
  t.strictSame(lines, [
    'Argon2 PasswordHasher instantiated with argon2id, time cost 1, memory cost 64 KiB, parallelism 1'
  ])
})

t.test('H1 passwords of up to 1 MiB are taken, longer ones are an error', async (t) => {
  const { fastify } = await start(t)
  const longest = 'x'.repeat(2 ** 20)
  const hash = await fastify.generatePasswordHash(longest)
  t.equal(await fastify.checkPasswordHash(hash, longest), true)
  t.equal(await fastify.checkPasswordHash(hash, longest.slice(1)), false)
  const tooLong = { code: 'GNAR_ERR_ARGON2_PASSWORD', message: 'it has 1048577 bytes; limit it to 1048576' }
  await t.rejects(fastify.generatePasswordHash(`${longest}x`), tooLong)
  await t.rejects(fastify.generatePasswordHash('é'.repeat(2 ** 19).concat('x')), tooLong, 'bytes count')
  await t.rejects(fastify.argon2.verify(hash, `${longest}x`), tooLong)
  t.equal(await fastify.checkPasswordHash(hash, `${longest}x`), false)
})

t.test('H1 NUL bytes count, and no Unicode form is changed into another', async (t) => {
  const { fastify } = await start(t)
  const hash = await fastify.generatePasswordHash('nul\0byte')
  t.equal(await fastify.checkPasswordHash(hash, 'nul\0byte'), true)
  t.equal(await fastify.checkPasswordHash(hash, 'nul'), false)
  t.equal(await fastify.checkPasswordHash(hash, 'nul\0bytes'), false)
  const composed = await fastify.generatePasswordHash('é')
  t.equal(await fastify.checkPasswordHash(composed, 'e\u0301'), false)
})

t.test('H1 a password that is no text is an error on generate and false on check', async (t) => {
  const { fastify } = await start(t)
  const hash = await fastify.generatePasswordHash('x')
  for (const plain of [undefined, null, 5, {}, ['x']] as unknown as string[]) {
    await t.rejects(fastify.generatePasswordHash(plain), { code: 'GNAR_ERR_ARGON2_PASSWORD' })
    t.equal(await fastify.checkPasswordHash(hash, plain), false)
  }
})

t.test(
  'H2 a character that the encoding cannot express is an error on generate and false on check',
  async (t) => {
    const cases: [GnarArgon2Options['encoding'], string][] = [
      ['utf-8', 'half \ud83e pair'],
      ['utf-16le', 'half \udd19 pair'],
      ['latin1', 'half \ud83e pair'],
      ['latin1', 'wide € sign'],
      ['latin1', 'gnarly 🤙']
    ]
    for (const [encoding, plain] of cases) {
      const { fastify } = await start(t, { ...cheap, encoding })
      await t.rejects(fastify.generatePasswordHash(plain), { code: 'GNAR_ERR_ARGON2_PASSWORD' })
      const replaced = await fastify.generatePasswordHash(plain.replaceAll(/[^\0-\x7f]/g, '?'))
      t.equal(await fastify.checkPasswordHash(replaced, plain), false)
    }
  }
)

t.test('H2 the encoding decides which bytes are hashed', async (t) => {
  const hashes = []
  for (const encoding of ['utf-8', 'latin1', 'utf-16le']) {
    const { fastify } = await start(t, { ...cheap, env: { GNAR_ARGON2_ENCODING: encoding } })
    const hash = await fastify.generatePasswordHash('pässwörd')
    t.equal(await fastify.checkPasswordHash(hash, 'pässwörd'), true)
    hashes.push(hash)
  }
  const { fastify } = await start(t)
  t.strictSame(await Promise.all(hashes.map((hash) => fastify.checkPasswordHash(hash, 'pässwörd'))), [
    true,
    false,
    false
  ])
})

t.test('H2 options beat the environment, the environment beats the defaults', async (t) => {
  const defaults = await start(t, { env: {} })
  t.match(await defaults.fastify.argon2.hash('x'), /^\$argon2id\$v=19\$m=19456,t=2,p=2\$[^$]{22}\$[^$]{22}$/)
  const env = {
    MY_ARGON2_TIME_COST: '2',
    MY_ARGON2_MEMORY_COST: '128',
    MY_ARGON2_PARALLELISM: '3',
    MY_ARGON2_HASH_LEN: '32',
    MY_ARGON2_SALT_LEN: '8',
    MY_ARGON2_VARIANT: 'argon2i'
  }
  const { fastify } = await start(t, { envPrefix: 'MY', env, timeCost: 1 })
  t.match(await fastify.argon2.hash('x'), /^\$argon2i\$v=19\$m=128,t=1,p=3\$[^$]{11}\$[^$]{43}$/)
})

t.test('H2 a value out of range is an error that states the range', async (t) => {
  const env = {
    GNAR_ARGON2_TIME_COST: '0',
    GNAR_ARGON2_MEMORY_COST: '7',
    GNAR_ARGON2_PARALLELISM: '256',
    GNAR_ARGON2_HASH_LEN: '3',
    GNAR_ARGON2_SALT_LEN: '7',
    GNAR_ARGON2_ENCODING: 'ebcdic',
    GNAR_ARGON2_VARIANT: 'bcrypt'
  }
  const error = await start(t, { env, profile: 'best', maxConcurrent: 0 } as never).catch((error) => error)
  t.equal(error.code, 'GNAR_ERR_CONFIGURATION')
  t.matchSnapshot(error.message)
  await t.rejects(start(t, { ...cheap, memoryCost: 15, parallelism: 2 }), {
    code: 'GNAR_ERR_CONFIGURATION',
    message:
      'option memoryCost of gnar-argon2 (memory in KiB) must be at least 16, eight times the parallelism of 2, found 15'
  })
  const problems = findProblems(settings, {
    env: { GNAR_ARGON2_MEMORY_COST: '8', GNAR_ARGON2_HASH_LEN: '3' }
  })
  t.match(
    problems.map(({ message }) => message),
    [/^GNAR_ARGON2_HASH_LEN /, /^GNAR_ARGON2_MEMORY_COST .* must be at least 16, eight times/],
    'the variable is named, beside all else that is wrong'
  )
  t.strictSame(findProblems(settings, { profile: 'owasp', env: { GNAR_ARGON2_MEMORY_COST: 'x' } }), [])
})

t.test('H4 a profile beats the environment, single options beat the profile', async (t) => {
  const env = { GNAR_ARGON2_MEMORY_COST: '100', GNAR_ARGON2_HASH_LEN: '20', GNAR_ARGON2_VARIANT: 'argon2d' }
  const started = async (options: GnarArgon2Options) => (await start(t, { env, ...options })).lines[0]
  const lines = [
    await started({ profile: 'original' }),
    await started({ profile: 'owasp' }),
    await started({ profile: 'rfc9106-low-memory' }),
    await started({ profile: 'rfc9106' }),
    await started({ profile: 'rfc9106', memoryCost: 64, timeCost: undefined })
  ]
  t.matchSnapshot(lines.join('\n'))
  const { fastify } = await start(t, { env, profile: 'original' })
  t.match(await fastify.argon2.hash('x'), /^\$argon2i\$v=19\$m=512,t=2,p=2\$[^$]{22}\$[^$]{22}$/)
})

t.test("H4 in production parameters below OWASP's minimum log one warning", async (t) => {
  const lines = async (options: GnarArgon2Options) => (await start(t, { env: {}, ...options })).lines.slice(1)
  t.strictSame(await lines({ production: true, memoryCost: 19_455 }), [
    "Argon2 parameters are below OWASP's minimum: set GNAR_ARGON2_MEMORY_COST to 19456 or more and GNAR_ARGON2_TIME_COST to 2 or more, or the option profile to owasp"
  ])
  t.strictSame(await lines({ production: false, memoryCost: 64 }), [])
  t.strictSame(await lines({ production: true }), [])
  t.strictSame(await lines({ production: true, memoryCost: 7168, timeCost: 5 }), [])
  t.equal((await lines({ production: true, timeCost: 1 })).length, 1)
})

t.test('H6 no such user is a mismatch that takes as much work as a real one', async (t) => {
  const { fastify } = await start(t, { env: {}, timeCost: 8, memoryCost: 19_456, parallelism: 1 })
  const hash = await fastify.generatePasswordHash('x')
  /** Time of the processor, which other processes do not disturb as they do the clock's. */
  const work = async (stored: string | undefined | null) => {
    const before = process.cpuUsage()
    t.equal(await fastify.checkPasswordHash(stored, 'y'), false)
    return process.cpuUsage(before).user
  }
  const real: number[] = []
  const absent: number[] = []
  for (let n = 0; n < 7; n++) {
    real.push(await work(hash))
    absent.push(await work(n % 2 === 0 ? undefined : null))
  }
  const ratio = Math.min(...absent) / Math.min(...real)
  // Without work it would be below 0.01: the wide bounds are for a machine that does other things, too.
  t.ok(ratio > 0.2 && ratio < 5, `ratio ${ratio}`)
})

t.test('options are left as they were, and two apps may share them', async (t) => {
  const options = Object.freeze({ ...cheap, profile: 'owasp' as const, env: Object.freeze({}) })
  for (const { fastify } of [await start(t, options), await start(t, options)]) {
    t.equal(await fastify.checkPasswordHash(await fastify.argon2.hash('x'), 'x'), true)
  }
})
