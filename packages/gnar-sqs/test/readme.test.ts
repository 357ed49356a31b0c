import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import blankSpace from 'ts-blank-space'
import { pollSettings } from '../src/index.ts'
import { sendSettings } from '../src/send-settings.ts'
import { startServer } from './start.ts'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

t.test('Q1 Q8 the README lists every property of a poll and every option of a send', async (t) => {
  t.strictSame(rowsOf('## Polls'), Object.keys(pollSettings.table))
  t.strictSame(rowsOf('### Options of a send'), Object.keys(sendSettings.table))
})

t.test('Q1 Q8 the example of the README logs what it says, and nothing worse', async (t) => {
  const server = await startServer(t)
  await server.sqs.createQueue({ QueueName: 'gnar-queue' })
  const [, example = ''] = /## Usage\n\n```ts\n([\s\S]*?)```/.exec(readme) ?? []
  const child = spawn(
    process.execPath,
    ['--import=ts-blank-space/register', '--conditions=gnar-source', '--input-type=module'],
    {
      cwd: fileURLToPath(new URL('..', import.meta.url)),
      env: { PATH: process.env.PATH, ...server.env },
      stdio: ['pipe', 'pipe', 'inherit']
    }
  )
  const ended = once(child, 'exit')
  child.stdin.end(blankSpace(example))
  const lines: { level: number; msg: string }[] = []
  for await (const line of createInterface(child.stdout)) {
    lines.push(JSON.parse(line))
    if (lines.length === 2) break
  }
  child.kill('SIGKILL')
  await ended
  t.match(lines, [
    { level: 30, msg: 'Polling SQS queue gnar-queue every 0 seconds' },
    { level: 30, msg: /^[\w-]{36} says The gnarliest gear in the world 🤙$/ }
  ])
})

/** The first cells of the table under a heading. */
function rowsOf(heading: string): string[] {
  const [, section = ''] = readme.split(`\n${heading}\n`)
  return [...(section.split('\n#')[0] ?? '').matchAll(/^\| `(\w+)`/gm)].map(([, name = '']) => name)
}
