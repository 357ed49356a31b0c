import { readFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { settings } from '../src/index.ts'
import { cheap, start } from './start.ts'

t.test("H5 one of libuv's threads stays free: a file is read while hashes wait", async (t) => {
  const { fastify } = await start(t, { env: {}, memoryCost: 65_536, timeCost: 3 })
  const order: string[] = []
  const hashes = Array.from({ length: 8 }, () => fastify.argon2.hash('x').then(() => order.push('hash')))
  await new Promise((resolve) => setImmediate(resolve))
  await readFile(fileURLToPath(import.meta.url))
  order.push('file')
  await Promise.all(hashes)
  t.equal(order[0], 'file')
  t.equal(settings.table.maxConcurrent.default, Math.max(1, Math.min(availableParallelism(), 4) - 1))
})

t.test('H5 the event loop keeps running while hashes are computed', async (t) => {
  const { fastify } = await start(t, { env: {}, memoryCost: 65_536, timeCost: 2 })
  let turns = 0
  let hashing = true
  const count = () => {
    turns++
    if (hashing) setImmediate(count)
  }
  count()
  await Promise.all(Array.from({ length: 4 }, () => fastify.argon2.hash('x')))
  hashing = false
  t.ok(turns > 100, `${turns} turns`)
})

t.test('H5 beyond maxConcurrent and maxQueue a hash is refused with 503', async (t) => {
  const { fastify } = await start(t, { ...cheap, memoryCost: 8192, maxConcurrent: 2, maxQueue: 3 })
  const stored = await fastify.argon2.hash('x')
  const outcomes = await Promise.allSettled([
    ...Array.from({ length: 4 }, () => fastify.argon2.hash('x')),
    fastify.checkPasswordHash(stored, 'x'),
    fastify.checkPasswordHash(stored, 'x'),
    fastify.checkPasswordHash(undefined, 'x'),
    fastify.argon2.hash('x')
  ])
  t.strictSame(
    outcomes.map((outcome) => (outcome.status === 'rejected' ? outcome.reason.code : 'done')),
    [...Array(5).fill('done'), ...Array(3).fill('GNAR_ERR_ARGON2_BUSY')]
  )
  t.match(outcomes.at(-1), { reason: { statusCode: 503, message: '3 password hashes are waiting already' } })
  t.equal(await fastify.checkPasswordHash(stored, 'x'), true, 'the queue is free again')
})

t.test('H5 maxQueue 0 lets nothing wait', async (t) => {
  const { fastify } = await start(t, { ...cheap, maxConcurrent: 1, maxQueue: 0 })
  const first = fastify.argon2.hash('x')
  await t.rejects(fastify.argon2.hash('x'), { code: 'GNAR_ERR_ARGON2_BUSY' })
  await first
  t.ok(await fastify.argon2.hash('x'))
})
