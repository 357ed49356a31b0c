import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'

/** Prints the processor time of a tick in nanoseconds, least of several rounds, after full garbage collections. */
const measure = `
import { setImmediate as turn } from 'node:timers/promises'
const rounds = 50_000
async function cost() {
  let count = 0
  const before = process.cpuUsage()
  await new Promise((resolve) => {
    const step = () => (++count === rounds ? resolve() : process.nextTick(step))
    step()
  })
  const { user, system } = process.cpuUsage(before)
  return ((user + system) * 1000) / rounds
}
await turn()
for (let round = 0; round < 6; round++) await cost()
for (let round = 0; round < 5; round++) {
  gc()
  await turn()
}
const costs = []
for (let round = 0; round < 12; round++) costs.push(await cost())
console.log(Math.min(...costs))
process.exit()
`

const preset = `
import Fastify from 'fastify'
import gnarGear, { gnarServerOptions } from '${new URL('../src/index.ts', import.meta.url).href}'
const options = {
  name: 'my_app', production: true, env: {}, noDb: true, noJwt: true, routes: false,
  logger: { destination: { write() {} } }
}
const fastify = Fastify(gnarServerOptions(options))
await fastify.register(gnarGear, options)
await fastify.ready()
`

t.test('A12 Node slows its ticks down after a garbage collection, except under gnar-gear', async (t) => {
  const folder = join(import.meta.dirname, '..')
  const tickNs = async (source: string): Promise<number> => {
    const args = ['--expose-gc', '--import=ts-blank-space/register', '--conditions=gnar-source']
    const node = [process.execPath, ...args, '--input-type=module', '--eval', source]
    // The test runner would put its own hooks into the environment of the process.
    const run = promisify(execFile)('env', ['-i', ...node], { cwd: folder })
    return Number((await run).stdout)
  }
  const slowest = async (source: string, runs: number) => {
    const times = []
    for (let run = 0; run < runs; run++) times.push(await tickNs(source))
    return Math.max(...times)
  }
  // Which process meets it is luck, unless it keeps a tick.
  const plain = await slowest(measure, 4)
  const cured = await slowest(`${preset}${measure}`, 2)
  t.comment(`Node ${process.version}: ${plain.toFixed(0)} ns a tick, ${cured.toFixed(0)} ns under gnar-gear`)
  t.ok(plain > 2 * cured, `${plain} ns a tick, ${cured} ns under gnar-gear`)
})
