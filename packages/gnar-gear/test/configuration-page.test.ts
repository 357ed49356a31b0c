import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { root, run } from './packed.ts'

t.test('the page of all options and variables is what the tables of settings say', async (t) => {
  const flags = ['--import=ts-blank-space/register', '--conditions=gnar-source']
  await t.resolves(run(root, 'node', ...flags, '.ci/configuration-page.mjs', '--check'))
  const page = readFileSync(join(root, 'packages/gnar-gear/docs/configuration.md'), 'utf8')
  for (const variable of ['GNAR_PG_ENDPOINT', 'GNAR_JWT_SECRET_KEY', 'GNAR_LOG_LEVEL']) {
    t.ok(page.includes(variable), variable)
  }
})
