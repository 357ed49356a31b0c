/**
 * Checks a fleet of two languages: a Python service of the original calls ours and we call it, with the same secret:
 * `npm run check:python`. Needs python3 and PyPI, and says so where they are missing.
 */
import { strict as assert } from 'node:assert'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Fastify from 'fastify'
import gnarJwt from 'gnar-jwt'
import gnarPeer from '../src/index.ts'

const secret = 'the gnarliest secret of the piste'
const service = fileURLToPath(new URL('fixtures/gear_service.py', import.meta.url))
const packages = ['flask==1.1.4', 'markupsafe<2.1', 'flask-jwt-extended==3.25.1', 'pyjwt==1.7.1', 'requests']

const folder = mkdtempSync(join(tmpdir(), 'gnar-peer-'))
try {
  const python = install(join(folder, 'venv'))
  if (python === undefined) say('skipped: python3 with venv and PyPI are needed')
  else await check(python)
} finally {
  rmSync(folder, { recursive: true })
}

async function check(python: string): Promise<void> {
  const peers: Record<string, string> = {}
  const ours = Fastify({ forceCloseConnections: true })
  await ours.register(gnarJwt, { secret, env: {} })
  // The address of the Python service is known only once it runs, so it comes from an environment that is read late.
  await ours.register(gnarPeer, { env: peers })
  ours.get('/who', { onRequest: ours.authenticate }, ({ identity, query }) => ({ identity, query }))
  for (const path of ['who', 'relay']) {
    ours.get(`/ask-${path}`, { onRequest: ours.authenticate }, async (request) =>
      (await request.peer('gear').get(path, null, { autoAuth: true })).json()
    )
  }
  const url = await ours.listen({ port: 0, host: '127.0.0.1' })
  const gear = spawn(python, ['-W', 'ignore', service], {
    env: { ...process.env, GNAR_JWT_SECRET_KEY: secret, GNAR_OURS_SERVICE_PORT: url.replace('http://', '') },
    stdio: ['ignore', 'pipe', 'inherit']
  })
  try {
    peers.GNAR_GEAR_SERVICE_PORT = `127.0.0.1:${await firstLine(gear)}`
    const authorization = `Bearer ${ours.createAccessToken('shred@gnar.ca')}`
    const ask = async (path: string) => (await fetch(url + path, { headers: { authorization } })).json()
    assert.deepEqual(await ask('/ask-who'), { identity: 'shred@gnar.ca' })
    say('ok we call the Python service, which sees the identity')
    const expected = { identity: 'shred@gnar.ca', query: { from: ['gear', '1.1.5'] } }
    assert.deepEqual(await ask('/ask-relay'), expected)
    say('ok the Python service calls us in turn, and we see the identity')
    const form = { email: 'ic3b3rg@gmail.com', tag: ['a b', 'ü&=+'] }
    const seen = (await ours.peer('gear').post('form', form)).json()
    assert.deepEqual(seen, { email: ['ic3b3rg@gmail.com'], tag: ['a b', 'ü&=+'] })
    say('ok the Python service reads our forms')
    const failure = (await ours.peer('gear').get('who')).json()
    assert.deepEqual(failure, { error: 'Missing Authorization Header' })
    say('ok without autoAuth there is no identity')
  } finally {
    gear.kill()
    await ours.close()
  }
}

async function firstLine({ stdout }: ChildProcess): Promise<string> {
  assert.ok(stdout)
  const [chunk] = await once(stdout, 'data')
  return String(chunk).trim()
}

/** @returns the interpreter of a virtual environment with the original in it; undefined where there can be none */
function install(home: string): string | undefined {
  const python = join(home, 'bin', 'python')
  const succeeds = (command: string, ...args: string[]) => spawnSync(command, args).status === 0
  const pip = ['-m', 'pip', 'install', '--quiet']
  const installed =
    succeeds('python3', '-m', 'venv', home) &&
    succeeds(python, ...pip, ...packages) &&
    succeeds(python, ...pip, '--no-deps', 'gnar-gear==1.1.5')
  return installed ? python : undefined
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
