import { setImmediate } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { startProxy } from 'gnar-local/proxy'
import t from 'tap'
import { startApp, startEcho, startServer } from './services.ts'

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

/** Resolves when the condition is true; otherwise the test times out. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await setImmediate()
}

t.test(
  'X6 closing the app aborts calls in flight, including those waiting for a retry, and closes connections',
  async (t) => {
    const stalled = await startServer(t, () => {})
    const busy = await startServer(t, (_, response) => response.writeHead(503, { 'retry-after': '20' }).end())
    const streaming = await startServer(t, (_, response) => {
      response.writeHead(200).write('half')
    })
    const app = await startApp(t, { peers: { stalled, busy, streaming } })
    const calls = Promise.all([
      app
        .peer('stalled')
        .get('x')
        .catch((error) => error),
      app
        .peer('busy')
        .get('x')
        .catch((error) => error),
      app
        .peer('stalled')
        .get('x', null, { stream: true })
        .catch((error) => error),
      app.external.get(stalled).catch((error) => error)
    ])
    const { body } = await app.peer('streaming').get('x', null, { stream: true })
    const read = body.toArray().catch((error) => error)
    const before = performance.now()
    await app.close()
    for (const error of [...(await calls), await read]) {
      t.match(error, { code: 'GNAR_ERR_PEER_CLOSED', statusCode: 503 })
    }
    t.ok(performance.now() - before < 10_000)
    await t.rejects(
      app.peer('busy').get('x'),
      { code: 'GNAR_ERR_PEER_CLOSED' },
      'and later ones fail at once'
    )
  }
)

t.test('X6 an app that made no calls closes', async (t) => {
  const app = await startApp(t, { peers: { piste: 'http://127.0.0.1:1' } })
  await app.close()
  await t.rejects(app.peer('piste').get('x'), { code: 'GNAR_ERR_PEER_CLOSED' })
})

t.test(
  'X6 10,000 calls with failing and stalling peers leave no socket, no timer and no memory',
  async (t) => {
    const proxy = await startProxy({ port: Number(new URL(await startEcho(t)).port) })
    t.after(() => proxy.close())
    const app = await startApp(t, {
      peers: { piste: `127.0.0.1:${proxy.port}` },
      maxConnections: 20,
      retries: 0
    })
    const piste = app.peer('piste')
    let settled = 0
    const round = async (calls: number, timeoutMs: number) => {
      const options = { timeoutMs }
      await Promise.all(
        Array.from({ length: calls }, (_, i) => {
          const call = i % 2 === 0 ? piste.get('x', null, options) : piste.post('x', { a: 1 }, null, options)
          return call.then(
            () => settled++,
            () => settled++
          )
        })
      )
    }
    const faults = async () => {
      await proxy.pass()
      await round(400, 5_000)
      proxy.stall()
      await round(1_000, 60)
      await proxy.pass()
      proxy.reset()
      await round(100, 5_000)
      await proxy.pass()
      proxy.cutAfter(50)
      await round(100, 5_000)
      await proxy.refuse()
      await round(100, 5_000)
    }
    const resources = () => {
      const counts: Record<string, number> = { Timeout: 0 }
      for (const kind of process.getActiveResourcesInfo()) counts[kind] = (counts[kind] ?? 0) + 1
      return counts
    }
    const usedMb = () => {
      collectGarbage()
      return process.memoryUsage().heapUsed / 2 ** 20
    }

    await faults()
    const before = { memoryMb: usedMb(), timers: resources().Timeout ?? 0 }
    for (let i = 0; i < 6; i++) await faults()
    t.ok(settled >= 10_000, `${settled} calls`)
    await until(() => proxy.connections === 0)
    t.ok((resources().Timeout ?? 0) <= before.timers + 2, 'no timer is left')
    const grownMb = usedMb() - before.memoryMb
    t.ok(grownMb < 20, `${grownMb.toFixed(1)} MB more than before`)

    await proxy.pass()
    t.equal((await piste.get('x')).status, 200, 'and the peer still works')
    await app.close()
    await until(() => proxy.connections === 0)
    t.pass('close leaves no connection')
  }
)
