import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import t from 'tap'

const root = fileURLToPath(new URL('..', import.meta.url))
const [, usage = ''] = readFileSync(join(root, 'README.md'), 'utf8').split('## Usage')

t.test('the example of the README fails with the message that it says', async (t) => {
  const [example = '', message = ''] = [...usage.matchAll(/```(?:ts)?\n([\s\S]*?)```/g)].map(
    ([, block]) => block
  )
  const folder = t.testdir({
    node_modules: {
      'gnar-env': t.fixture('symlink', root),
      'fastify-plugin': { 'index.js': 'module.exports = (plugin) => plugin' }
    },
    'plugin.ts': example
  })
  const { default: plugin } = await import(pathToFileURL(join(folder, 'plugin.ts')).href)
  const env = { GNAR_ARGON2_ENCODING: 'ebcdic' }
  await t.rejects(plugin({}, { timecost: 3, env }), { message: message.trim() })
})
