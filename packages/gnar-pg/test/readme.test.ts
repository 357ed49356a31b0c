import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { startLocal } from 'gnar-local'
import t from 'tap'
import blankSpace from 'ts-blank-space'

const local = await startLocal({ postgres: true })
t.after(() => local.stop())

t.test('P2 P3 the example of the README prints what it says', async (t) => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const [, example = ''] = /## Usage[\s\S]*?```ts\n([\s\S]*?)```/.exec(readme) ?? []
  const expected = [...example.matchAll(/console\.log\(.*\) \/\/ (.*)/g)].map(([, value]) => value)
  const flags = ['--import=ts-blank-space/register', '--conditions=gnar-source', '--input-type=module']
  const cwd = fileURLToPath(new URL('..', import.meta.url))
  const running = promisify(execFile)(process.execPath, flags, { cwd, env: { ...process.env, ...local.env } })
  running.child.stdin?.end(`${blankSpace(example)}\nawait fastify.close()`)
  const { stdout } = await running
  const printed = stdout.split('\n').filter((line) => line !== '' && !line.startsWith('{"level"'))
  t.strictSame(printed, expected)
})
