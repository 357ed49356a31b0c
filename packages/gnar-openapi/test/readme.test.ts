import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import t from 'tap'

t.test('O1 O2 the example of the README prints what it says', async (t) => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const example = /## Usage\n\n```ts\n([\s\S]*?)```/.exec(readme)?.[1] as string
  const expected = [...example.matchAll(/^console\.log\(.*\) \/\/ (.*)$/gm)].map(([, line]) => line)
  const flags = ['--import=ts-blank-space/register', '--conditions=gnar-source', '--input-type=module']
  const cwd = fileURLToPath(new URL('.', import.meta.url))
  const printed = execFileSync(process.execPath, [...flags, '--eval', example], { cwd, encoding: 'utf8' })
  t.ok(expected.length === 3)
  t.equal(printed, `${expected.join('\n')}\n`)
})
