import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { startLocal } from 'gnar-local'
import t from 'tap'
import { freePort } from '../../gnar-gear/test/free-port.ts'
import { packInto, run, untapped } from '../../gnar-gear/test/packed.ts'
import { readFlags } from '../src/flags.ts'
import { createService } from '../src/index.ts'
import { combinations } from './combinations.ts'

t.setTimeout(900_000)

const root = await realpath(await mkdtemp(join(tmpdir(), 'create-gnar-')))
t.after(() => rm(root, { recursive: true, force: true }))
const tarballs = await packInto(join(root, 'tarballs'))
const fromTarball = Object.fromEntries([...tarballs].map(([name, path]) => [name, `file:${path}`]))
const names = Object.keys(combinations)

for (const [name, flags] of Object.entries(combinations)) {
  const folder = join(root, name)
  createService({ ...readFlags(flags).chosen, folder })
  useTarballs(join(folder, 'package.json'))
}
// One install for the manifests of all: each service finds what it names, and npm downloads nothing twice.
writeFileSync(
  join(root, 'package.json'),
  JSON.stringify({ private: true, workspaces: names, overrides: fromTarball })
)
await run(root, 'npm', ...'install --prefer-offline --no-audit --no-fund --silent'.split(' '))

const queues = names.map((name) => `${name}-work`)
const local = await startLocal({ postgres: true, sqs: true, ses: true, queues })
t.after(() => local.stop())

const production = { NODE_ENV: 'production', GNAR_JWT_SECRET_KEY: 'the gnarliest secret of the whole piste' }

/** The tap that runs this test configures every other one through its environment. */
const unset = Object.keys(process.env).flatMap((name) => (name.startsWith('TAP_') ? ['-u', name] : []))

t.jobs = 2
const tests = Object.entries(combinations).map(([name, flags]) => {
  const cwd = join(root, name)
  return t.test(`N1 ${name} (${flags.join(' ')}) passes its own checks, serves and stops`, async (t) => {
    const { scripts } = JSON.parse(readFileSync(join(cwd, 'package.json'), 'utf8'))
    for (const script of ['lint', 'typecheck', 'build', 'test']) {
      if (!(script in scripts)) continue
      await t.resolves(run(cwd, 'env', ...unset, 'npm', 'run', '--silent', script), script)
    }
    const port = await freePort()
    const command = readFileSync(join(cwd, 'Dockerfile'), 'utf8').match(/^CMD (.+)$/m)?.[1] ?? '[]'
    const env = { ...process.env, ...local.env, ...production, PORT: String(port) }
    const service = spawn('env', [...untapped, ...JSON.parse(command)], { cwd, env })
    t.after(() => service.kill('SIGKILL'))
    let written = ''
    service.stdout.on('data', (chunk) => {
      written += chunk
    })
    service.stderr.on('data', (chunk) => {
      written += chunk
    })
    const exit = once(service, 'exit')
    await Promise.race([ready(port), exit.then(() => Promise.reject(new Error(written)))])
    const body = JSON.stringify({ name: 'Ada' })
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(`http://127.0.0.1:${port}/greeting`, { method: 'POST', headers, body })
    t.strictSame(await response.json(), { greeting: 'Hello, Ada!' })
    t.equal(
      (await fetch(`http://127.0.0.1:${port}/docs/json`)).status,
      flags.includes('--no-openapi') ? 404 : 200
    )
    t.equal(
      (await fetch(`http://127.0.0.1:${port}/metrics`)).status,
      flags.includes('--no-metrics') ? 404 : 200
    )
    t.equal(
      (await fetch(`http://127.0.0.1:${port}/account/mine`)).status,
      flags.includes('--no-tokens') ? 404 : 401
    )
    service.kill('SIGTERM')
    t.strictSame(await exit, [0, null], written)
  })
})
// The local servers keep the process running, so the test does not end by itself.
await Promise.all(tests)
t.end()

function useTarballs(path: string): void {
  const manifest = JSON.parse(readFileSync(path, 'utf8'))
  for (const dependencies of [manifest.dependencies, manifest.devDependencies]) {
    for (const name of Object.keys(dependencies)) dependencies[name] = fromTarball[name] ?? dependencies[name]
  }
  writeFileSync(path, `${JSON.stringify(manifest, null, 2)}\n`)
}

async function ready(port: number): Promise<void> {
  for (;;) {
    const response = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => undefined)
    if (response?.ok) return
    await setTimeout(100)
  }
}
