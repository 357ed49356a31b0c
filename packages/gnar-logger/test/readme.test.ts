import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'

const root = fileURLToPath(new URL('..', import.meta.url))
const [, usage = ''] = readFileSync(join(root, 'README.md'), 'utf8').split('## Usage')
const [example = '', text, json] = [...usage.matchAll(/```(?:ts)?\n([\s\S]*?)```/g)].map(([, block]) => block)

/** What changes from run to run, and the place of our own line, which is another one in what is published. */
function mask(lines = ''): string {
  return lines
    .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}/g, '<time>')
    .replaceAll(/(?<=gnar-logger:)\d+/g, '<line>')
    .replaceAll(/\d+\.\d ms/g, '<n> ms')
    .replaceAll(/"time":\d+,"pid":\d+,"hostname":"[^"]*"/g, '"time":<time>')
    .replaceAll(/"responseTime":[\d.]+/g, '"responseTime":<n>')
}

t.test('L2 L3 L5 L6 L8 the example of the README writes what it says', async (t) => {
  const folder = t.testdir({
    node_modules: {
      'gnar-logger': t.fixture('symlink', root),
      fastify: t.fixture('symlink', join(root, 'node_modules/fastify'))
    },
    piste: { app: { 'main.ts': example } }
  })
  const flags = ['--import=ts-blank-space/register', '--conditions=gnar-source']
  for (const [GNAR_LOG_FORMAT, written] of [
    ['', text],
    ['json', json]
  ]) {
    const env = { ...process.env, NODE_ENV: '', GNAR_LOG_FORMAT }
    const main = join(folder, 'piste/app/main.ts')
    const { stdout, stderr } = spawnSync(process.execPath, [...flags, main], {
      cwd: root,
      env,
      encoding: 'utf8'
    })
    t.equal(mask(stdout), mask(written), stderr)
  }
})
