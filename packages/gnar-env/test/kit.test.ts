import { resolve } from 'node:path'
import Fastify from 'fastify'
import t from 'tap'
import { findAppDir, noteConstructorOnly, withDeadline } from '../src/index.ts'

t.test('withDeadline returns the result of work that is in time, and its error', async (t) => {
  const expire = () => {
    throw new Error('expired')
  }
  t.equal(await withDeadline(Promise.resolve('done'), 60_000, expire), 'done')
  await t.rejects(withDeadline(Promise.reject(new Error('failed')), 60_000, expire), { message: 'failed' })
})

t.test('withDeadline calls expire at the deadline, for a result or an error', async (t) => {
  const never = new Promise<string>(() => {})
  const begin = performance.now()
  t.equal(await withDeadline(never, 30, () => 'expired'), 'expired')
  t.ok(performance.now() - begin >= 29)
  const expire = () => {
    throw new Error('too late')
  }
  await t.rejects(withDeadline(never, 1, expire), { message: 'too late' })
})

t.test('withDeadline leaves no timer and no unhandled rejection behind', async (t) => {
  const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length
  const before = timers()
  await withDeadline(Promise.resolve(), 60_000, () => undefined)
  t.equal(timers(), before)
  let fail: (error: Error) => void = () => {}
  const late = new Promise((_, reject) => {
    fail = reject
  })
  t.equal(await withDeadline(late, 1, () => 'expired'), 'expired')
  fail(new Error('after the deadline'))
  await new Promise(setImmediate)
})

t.test("findAppDir finds the folder of an app's modules next to its main module", async (t) => {
  t.equal(findAppDir('/srv/piste/main.js'), '/srv/piste/app')
  t.equal(findAppDir('/srv/piste/app/main.js'), '/srv/piste/app')
  t.equal(findAppDir('piste/main.js'), resolve('piste/app'))
  t.equal(findAppDir(), findAppDir(process.argv[1]))
})

t.test('A2 what only the constructor can set makes one WARNING per instance', async (t) => {
  const start = async (...notes: string[]) => {
    const warnings: unknown[] = []
    const stream = { write: (line: string) => void warnings.push(JSON.parse(line).msg) }
    const fastify = Fastify({ logger: { level: 'warn', stream } })
    t.after(() => fastify.close())
    for (const note of notes) noteConstructorOnly(fastify, note)
    await fastify.register(async (scope) => noteConstructorOnly(scope, 'from a scope'))
    await fastify.ready()
    return warnings
  }
  t.strictSame(await start('a', 'b'), ["Needs options of Fastify's constructor: a; b; from a scope"])
  t.strictSame(await start(), ["Needs options of Fastify's constructor: from a scope"])
})
