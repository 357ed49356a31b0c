// Runs the tests on each supported line of Node, with the registry's own binaries: npm run test:matrix -- [FILE…]
import { spawnSync } from 'node:child_process'

const versions = ['20.20.2', '22.23.3', '24.21.0']
const files = process.argv.slice(2)
const failed = versions.filter((version) => {
  const node = `node-${process.platform}-${process.arch}@${version}`
  process.stdout.write(`\n# ${node}\n`)
  const tap = ['node', 'node_modules/tap/dist/esm/run.mjs', '--reporter=terse', ...files]
  return (
    spawnSync('npm', ['exec', '--yes', `--package=${node}`, '--', ...tap], { stdio: 'inherit' }).status !== 0
  )
})
process.stdout.write(
  failed.length === 0 ? '\nevery version passes\n' : `\nfails on Node ${failed.join(', ')}\n`
)
process.exitCode = failed.length
