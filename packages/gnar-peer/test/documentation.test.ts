import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import * as errors from '../src/errors.ts'
import { settings } from '../src/index.ts'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

t.test('X8 every error has a row in the README with its status, and every row an error', async (t) => {
  const rows = [...readme.matchAll(/^\| `(GNAR_ERR_PEER_\w+)` +\| (\d+) /gm)].map(
    ([, code, status]) => `${code} ${status}`
  )
  const classes = Object.entries(errors).filter(([name]) => name.endsWith('Error'))
  const made = classes.map(([, Class]) => {
    const { code, statusCode } = new (
      Class as new (
        ...words: unknown[]
      ) => { code: string; statusCode: number }
    )('', '', '')
    return `${code} ${statusCode}`
  })
  t.strictSame(rows.sort(), made.sort())
})

t.test(
  'every setting has a row in the README with its variable and default, and every row a setting',
  async (t) => {
    const rows = [...readme.matchAll(/^\| `(\w+)` +\| +(?:`GNAR_(\w+)`)? +\| (\S*) +\| (.*?) +\|$/gm)]
    const documented = rows.map(([, option, variable, standard]) => [option, variable, standard])
    const known = Object.entries(settings.table).map(([option, setting]) => [
      option,
      setting.variables[0],
      setting.default
    ])
    t.match(
      documented.slice(0, known.length),
      known.map(([option, variable, standard]) => [
        option,
        variable,
        standard === undefined ? /^(?:all)?$/ : String(standard)
      ])
    )
  }
)

t.test('X1 the example of the README prints what it says', async (t) => {
  const example = /## Usage[\s\S]*?```ts\n([\s\S]*?)```/.exec(readme)?.[1] as string
  const expected = /console\.log\(.*\) \/\/ (.*)/.exec(example)?.[1]
  const flags = ['--import=ts-blank-space/register', '--conditions=gnar-source', '--input-type=module']
  const cwd = fileURLToPath(new URL('..', import.meta.url))
  const { stdout, stderr } = spawnSync(process.execPath, flags, { input: example, cwd, encoding: 'utf8' })
  t.equal(stdout.trim(), expected, stderr)
})
