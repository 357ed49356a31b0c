import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import t from 'tap'

t.test('H1 the example of the README prints what it says', async (t) => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const [, example = ''] = /## Usage[\s\S]*?```ts\n([\s\S]*?)```/.exec(readme) ?? []
  const expected = [...example.matchAll(/console\.log\(.*\) \/\/ (.*)/g)].map(([, value]) => value)
  const flags = ['--import=ts-blank-space/register', '--conditions=gnar-source', '--input-type=module']
  const cwd = fileURLToPath(new URL('..', import.meta.url))
  const { stdout, stderr } = spawnSync(process.execPath, flags, { input: example, cwd, encoding: 'utf8' })
  const printed = stdout.split('\n').filter((line) => line !== '' && !line.startsWith('{"level"'))
  t.strictSame(printed, expected, stderr)
})
