import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'

const root = fileURLToPath(new URL('..', import.meta.url))
const [, usage = ''] = readFileSync(join(root, 'README.md'), 'utf8').split('## Usage')
const [example = '', written = ''] = [...usage.matchAll(/```(?:ts)?\n([\s\S]*?)```/g)].map(
  ([, block]) => block
)

function run(input: string): string {
  const flags = ['--import=ts-blank-space/register', '--conditions=gnar-source', '--input-type=module']
  const { stdout, stderr } = spawnSync(process.execPath, flags, { input, cwd: root, encoding: 'utf8' })
  return stdout || stderr
}

t.test('E2 E3 E4 the example of the README prints what it says', async (t) => {
  t.equal(run(example), written)
  const statuses = ['500', '409', '404']
  const http = written.replaceAll(/^200/gm, () => statuses.shift() as string)
  t.equal(run(example.replace('production: true', "$&, style: 'http'")), http, 'as it says of style http')
})
