import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import t, { type Test } from 'tap'

const main = join(import.meta.dirname, '../src/main.ts')

interface Tour {
  child: ChildProcess
  /** Everything printed so far. */
  printed(): string
  /** Resolves once the text is printed; rejects if the tour exits first. */
  print(text: string): Promise<void>
  exit: Promise<number | null>
}

function start(t: Test, { cwd, env = {}, args = [] }: { cwd: string; env?: object; args?: string[] }): Tour {
  const child = spawn(process.execPath, [...process.execArgv, main, ...args], {
    cwd,
    env: { ...process.env, NO_COLOR: '1', ...env }
  })
  t.teardown(() => child.kill('SIGKILL'))
  const chunks: string[] = []
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text) => chunks.push(text))
  const printed = () => chunks.join('')
  const exit = once(child, 'close').then(([code]) => code as number | null)
  return {
    child,
    printed,
    exit,
    async print(text) {
      while (!printed().includes(text)) {
        const end = await Promise.race([once(child.stdout as NonNullable<typeof child.stdout>, 'data'), exit])
        if (!Array.isArray(end)) throw new Error(`ended with ${end}:\n${printed()}`)
      }
    }
  }
}

/** Occupies a port that the tour prefers, so that it must find another. */
async function occupy(t: Test, port: number): Promise<void> {
  const server: Server = createServer().listen(port, '::')
  const taken = await Promise.race([once(server, 'listening'), once(server, 'error')])
  t.teardown(() => server.close())
  t.ok(taken, 'occupied by us or another process')
}

function ports(text: string): number[] {
  const found = [...text.matchAll(/http:\/\/(?:localhost|127\.0\.0\.1):(\d+)/g)].map(([, port]) =>
    Number(port)
  )
  return [...new Set(found)]
}

async function isOpen(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  const open = await once(socket, 'connect').then(
    () => true,
    () => false
  )
  socket.destroy()
  return open
}

function mask(text: string): string {
  return text
    .replaceAll(/\d+ ms/g, '# ms')
    .replaceAll(/\d+\.\d s/g, '#.# s')
    .replaceAll(/rider-\d+/g, 'rider-#')
    .replaceAll(/token=[\w-]{4}/g, 'token=####')
    .replaceAll(/Bearer \w{9}…[\w-]{4}/g, 'Bearer #########…####')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')
    .replaceAll(/[\da-f]{8}-[\da-f-]{27}/g, '<id>')
}

t.test(
  '--once walks through everything and exits with 0, even if the preferred ports are busy',
  async (t) => {
    await occupy(t, 9400)
    await occupy(t, 9401)
    const tour = start(t, { cwd: t.testdir(), args: ['--once'] })
    t.equal(await tour.exit, 0, tour.printed())
    t.matchSnapshot(mask(tour.printed()))
  }
)

t.test('a service that fails to start ends the tour with 1 and shows its log', async (t) => {
  const tour = start(t, { cwd: t.testdir(), env: { GNAR_ARGON2_TIME_COST: 'eleven' }, args: ['--once'] })
  t.equal(await tour.exit, 1)
  t.match(tour.printed(), 'GNAR_ARGON2_TIME_COST')
})

t.test(
  'A10 O1 the tour stays up until Ctrl-C, which stops everything, and shows where the docs are',
  async (t) => {
    const tour = start(t, { cwd: t.testdir() })
    await tour.print('logs  ')
    const open = ports(tour.printed())
    t.equal(open.length, 3)
    t.strictSame(await Promise.all(open.map(isOpen)), [true, true, true])
    const pages = tour.printed().match(/http:\/\/\S+\/docs/g) ?? []
    t.strictSame(await Promise.all(pages.map(async (url) => (await fetch(url)).status)), [200, 200])
    tour.child.kill('SIGINT')
    t.equal(await tour.exit, 0)
    t.strictSame(await Promise.all(open.map(isOpen)), [false, false, false])
  }
)

t.test('S2 after SIGKILL, the tour leaves nothing running and starts again', async (t) => {
  const cwd = t.testdir()
  const first = start(t, { cwd })
  await first.print('logs  ')
  const open = ports(first.printed())
  first.child.kill('SIGKILL')
  await first.exit
  while ((await Promise.all(open.map(isOpen))).includes(true)) await delay(50)

  const second = start(t, { cwd, args: ['--once'] })
  t.equal(await second.exit, 0, second.printed())
})
