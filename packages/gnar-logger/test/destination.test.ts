import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import t, { type Test } from 'tap'

const fixture = fileURLToPath(new URL('fixtures/production.ts', import.meta.url))

/** Node without the options of a test runner, which would add signal handlers to the app. */
const node = [
  '-u',
  'NODE_OPTIONS',
  process.execPath,
  '--import=ts-blank-space/register',
  '--conditions=gnar-source'
]

/** Starts the app, lets it log and end, and returns what it wrote and how it ended. */
async function run(t: Test, end: string, count: number, reads = true) {
  const child = spawn('env', [...node, fixture, end, String(count)], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc']
  })
  t.after(() => child.kill('SIGKILL'))
  let output = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  if (!reads) child.stdout?.destroy()
  child.stderr?.resume()
  child.once('message', () => {
    if (end.startsWith('SIG')) child.kill(end as NodeJS.Signals)
    if (end === 'handled') child.kill('SIGTERM')
  })
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null]
  return { code, signal, lines: output.split('\n').slice(0, -1) }
}

const rows: [string, number | null, string | null][] = [
  ['close', null, 'SIGKILL'],
  ['throw', 1, null],
  ['exit', 3, null],
  ['end', 0, null],
  ['SIGTERM', null, 'SIGTERM'],
  ['SIGINT', null, 'SIGINT']
]

for (const [end, code, signal] of rows) {
  t.test(`L1 production loses no line when it ends by ${end}`, async (t) => {
    const count = 2000
    const ended = await run(t, end, count)
    t.strictSame([ended.code, ended.signal], [code, signal])
    const numbers = ended.lines.slice(1).map((line) => Number(/^line (\d+) \.+$/.exec(line)?.[1]))
    t.strictSame(
      numbers.sort((a, b) => a - b),
      Array.from({ length: count }, (_, index) => index + 1)
    )
  })
}

for (const [end, code, signal] of rows) {
  t.test(`L1 production ends by ${end} though nobody reads its lines`, async (t) => {
    const ended = await run(t, end, 2000, false)
    t.strictSame([ended.code, ended.signal], [code, signal])
  })
}

t.test('L1 an app that handles the signal still gets it, and its last lines are written', async (t) => {
  const { code, lines } = await run(t, 'handled', 3)
  t.equal(code, 5)
  t.equal(lines.at(-1), 'the handler of the app')
  t.equal(lines.length, 5)
})
