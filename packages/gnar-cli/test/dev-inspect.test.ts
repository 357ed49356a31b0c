import { createServer } from 'node:net'
import t from 'tap'
import { WebSocket } from 'undici'
import { appProcesses, eventually } from './app-processes.ts'
import { startSession } from './dev-session.ts'
import { returning } from './project.ts'

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** A debugger: finds the program as editors do, and asks it for the value of an expression. */
async function evaluate(port: number, expression: string): Promise<unknown> {
  const list = await fetch(`http://127.0.0.1:${port}/json/list`, { headers: { connection: 'close' } })
  const [target] = (await list.json()) as { webSocketDebuggerUrl: string; title: string }[]
  const url = new URL(target?.webSocketDebuggerUrl ?? '')
  if (url.port !== String(port)) throw new Error(`a debugger would go to ${url}`)
  const socket = new WebSocket(url)
  await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }))
  socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression } }))
  const { data } = await new Promise<{ data: string }>((resolve) =>
    socket.addEventListener('message', resolve, { once: true })
  )
  socket.close()
  return JSON.parse(data).result.result.value
}

t.test('A8 --inspect lets a debugger reach the app at one port, whatever is saved', async (t) => {
  const port = await freePort()
  const { until, save, folder } = await startSession(t, { args: [`--inspect=${port}`] })
  t.match(await until('is up'), `debugger listening on 127.0.0.1:${port}`)
  const expression = 'process.argv[1] + " " + process.pid'
  const seen = new Set<unknown>()
  for (const text of ['one', 'two', 'three']) {
    const program = await evaluate(port, expression)
    t.match(program, `${folder}/app/main.ts`)
    seen.add(program)
    save('app/user/apis.ts', returning(text))
    await until('reloaded')
  }
  t.equal(seen.size, 3, 'each time the app of the last save')
})

t.test(
  'A8 a debugger that is attached is disconnected by a save, and can attach again at once',
  async (t) => {
    const port = await freePort()
    const { until, save, folder } = await startSession(t, { args: ['--inspect', String(port)] })
    await until('is up')
    const list = await fetch(`http://127.0.0.1:${port}/json/list`, { headers: { connection: 'close' } })
    const [target] = (await list.json()) as { webSocketDebuggerUrl: string }[]
    const socket = new WebSocket(target?.webSocketDebuggerUrl ?? '')
    await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }))
    const closed = new Promise((resolve) => socket.addEventListener('close', resolve, { once: true }))
    save('app/user/apis.ts', returning('next'))
    await until('reloaded')
    await closed
    t.equal(await evaluate(port, '1 + 1'), 2)
    // The one that serves, and the one that is prepared for the next save.
    await eventually(() => appProcesses(folder).length === 2)
  }
)

t.test('A8 --inspect with a port that is taken, or that is not one, ends with one line', async (t) => {
  const taken = createServer()
  t.after(() => taken.close())
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
  const { port } = taken.address() as { port: number }
  const { exited, output } = await startSession(t, { args: [`--inspect=${port}`] })
  t.equal(await exited, 1)
  t.match(output(), `gnar: cannot listen on 127.0.0.1:${port} (EADDRINUSE)`)

  const wrong = await startSession(t, { args: ['--inspect=99999'] })
  t.equal(await wrong.exited, 1)
  t.equal(wrong.output(), "gnar: --inspect takes a port, as in --inspect=9229; found '99999'\n")
})
