import { createServer } from 'node:net'
import t from 'tap'
import { startSession } from './dev-session.ts'
import { main, returning, slow } from './project.ts'

t.test('A8 when the first start fails, requests get the reason, and a fix is served', async (t) => {
  const { until, get, save, mask } = await startSession(t, {
    files: {
      'app/main.ts': main.replace(
        '}).run',
        ', steps: { preconfig() { throw new Error("no secrets") } } }).run'
      )
    }
  })
  t.matchSnapshot(mask(await until('Save a fix')), 'first start fails')
  save('app/main.ts', main)
  t.matchSnapshot(mask(await until('is up')), 'fixed')
  t.match(await get('/user'), { text: 'user' })
})

t.test('A8 a crash is shown, and the app restarts with the next save', async (t) => {
  const crashing = returning('x').replace(
    "text: 'x'",
    "text: setImmediate(() => { throw new Error('crash') })"
  )
  const { until, get, save, mask } = await startSession(t, { files: { 'app/crash/apis.ts': crashing } })
  await until('is up')
  await get('/crash').catch(() => {})
  t.matchSnapshot(mask(await until('Save a file')), 'crash')
  t.match(await get('/user'), { error: 'crash' })
  save('app/crash/apis.ts', returning('calm'))
  await until('reloaded')
  t.match(await get('/crash'), { text: 'calm' })
})

t.test('A8 a connection that a crashing app has not taken yet still gets a response', async (t) => {
  const busy = returning('x').replace(
    "text: 'x'",
    "text: setImmediate(() => { console.log('busy'); const end = Date.now() + 2000; while (Date.now() < end); process.exit(7) })"
  )
  const { until, get } = await startSession(t, { files: { 'app/busy/apis.ts': busy } })
  await until('is up')
  const crashing = get('/busy').catch(() => {})
  await until('busy')
  const waiting = [get('/user'), get('/user'), get('/user')]
  for (const reply of waiting) t.match(await reply, { error: 'the app exited with code 7' })
  await crashing
})

t.test('A8 a main module that never calls run() is an error that says so', async (t) => {
  const { until, mask } = await startSession(t, { files: { 'app/main.ts': 'export {}\n' } })
  t.matchSnapshot(mask(await until('Save a fix')))
})

t.test('A8 a port that is taken ends gnar with a one-line error', async (t) => {
  const taken = createServer()
  t.after(() => taken.close())
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
  const { port } = taken.address() as { port: number }
  const { exited, output } = await startSession(t, {
    files: { 'app/main.ts': main.replace('port: 0', `port: ${port}`) }
  })
  t.equal(await exited, 1)
  t.equal(
    output(),
    `gnar: cannot listen on localhost:${port} (EADDRINUSE); stop the program that uses it, or choose another port\n`
  )
})

t.test('A8 Ctrl-C ends at once, whatever is in flight', async (t) => {
  const { until, get, child, exited } = await startSession(t, { files: { 'app/slow/apis.ts': slow } })
  await until('is up')
  const reply = get('/slow').catch(() => 'cut')
  await until('slow is asked')
  child.kill('SIGINT')
  t.equal(await exited, 0)
  t.equal(await reply, 'cut')
  await t.rejects(get('/user'), 'nothing listens any more')
})
