import { AsyncLocalStorage } from 'node:async_hooks'
import { type TracingChannelSubscribers, tracingChannel } from 'node:diagnostics_channel'
import { resolve } from 'node:path'
import Fastify from 'fastify'
import t from 'tap'
import {
  errorCodeOf,
  findAppDir,
  noteConstructorOnly,
  type TracedEvent,
  traced,
  withDeadline
} from '../src/index.ts'

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

t.test('T1 traced publishes one event for beginning and end, without the result and the error', async (t) => {
  const seen: string[] = []
  const events = new Set<unknown>()
  const name = 'gnar-env:test'
  const channel = tracingChannel<string, TracedEvent>(name)
  const subscribers = Object.fromEntries(
    (['start', 'end', 'asyncStart', 'asyncEnd', 'error'] as const).map((kind) => [
      kind,
      (event: unknown) => {
        seen.push(kind)
        events.add(event)
      }
    ])
  ) as unknown as TracingChannelSubscribers<TracedEvent>
  channel.subscribe(subscribers)
  t.after(() => channel.unsubscribe(subscribers))
  const store = new AsyncLocalStorage<string>()
  channel.start.bindStore(store, () => 'inside')
  t.after(() => channel.start.unbindStore(store))

  const first: TracedEvent = {}
  t.equal(await traced(channel, first, async () => store.getStore()), 'inside')
  t.equal(store.getStore(), undefined)
  t.strictSame(seen, ['start', 'end', 'asyncStart', 'asyncEnd'])
  t.match(first, { durationMs: Number })

  const second: TracedEvent = {}
  const fail = () => {
    throw Object.assign(new Error('s3cret'), { code: '23505' })
  }
  await t.rejects(traced(channel, second, fail), { code: '23505' })
  t.strictSame(Object.keys(second), ['errorCode', 'durationMs'])
  t.equal(second.errorCode, '23505')
  t.equal(events.size, 2)
  t.equal(errorCodeOf(new TypeError('x')), 'TypeError')
  t.equal(errorCodeOf(null), 'Error')
})
