import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { settings } from '../src/index.ts'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const errors = readFileSync(new URL('../src/errors.ts', import.meta.url), 'utf8')

t.test('J1 the README lists every option with its variable and its default, and no other', async (t) => {
  const listed = rowsOf('Options').map(([option, variable, byDefault]) => [option, variable, byDefault])
  const own = Object.entries(settings.table).map(([option, setting]) => {
    const [variable] = setting.variables
    const missing = { secret: 'required', maxSessionMinutes: 'no end', refreshThresholdSeconds: 'always' }[
      option
    ]
    return [
      option,
      variable === undefined ? '' : `GNAR_${variable}`,
      String(setting.default ?? missing ?? 'none')
    ]
  })
  t.strictSame(listed, [
    ...own,
    ['envPrefix', '', 'GNAR'],
    ['env', '', 'process.env'],
    ['production', 'NODE_ENV=production', 'false']
  ])
})

t.test('J4 the README lists every error, and no other', async (t) => {
  const declared = new Set(errors.match(/GNAR_ERR_JWT_[A-Z_]+/g))
  const listed = rowsOf('Errors').map(([code]) => code)
  t.strictSame(new Set(listed), new Set([...declared, 'GNAR_ERR_CONFIGURATION']))
})

t.test('J2 J3 J5 the example of the README prints what it says', async (t) => {
  const example = /## Usage\n\n```ts\n([\s\S]*?)```/.exec(readme)?.[1] as string
  const expected = [...example.matchAll(/^console\.log\(.*\) \/\/ (.*)$/gm)].map(([, line]) => line)
  const flags = ['--import=ts-blank-space/register', '--conditions=gnar-source', '--input-type=module']
  const cwd = fileURLToPath(new URL('..', import.meta.url))
  const { stdout, stderr } = spawnSync(process.execPath, flags, { input: example, cwd, encoding: 'utf8' })
  t.strictSame(stdout.trim().split('\n'), expected, stderr)
})

/** The cells of the table under a heading, without their backquotes. */
function rowsOf(heading: string): string[][] {
  const [, section = ''] = readme.split(`\n## ${heading}\n`)
  const lines = (section.split('\n## ')[0] ?? '').split('\n').filter((line) => line.startsWith('| `'))
  return lines.map((line) =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('`', ''))
  )
}
