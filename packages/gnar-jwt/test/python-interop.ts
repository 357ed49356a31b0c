/**
 * Checks against the real Python libraries that our tokens and theirs are understood on both sides, with the clocks up
 * to five seconds apart: `npm run check:python`. Needs python3 and PyPI, and says so where they are missing.
 */
import { strict as assert } from 'node:assert'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Fastify, { type FastifyInstance } from 'fastify'
import gnarJwt from '../src/index.ts'

const secret = 'the gnarliest secret of the piste'
const acceptTokens = fileURLToPath(new URL('fixtures/accept_tokens.py', import.meta.url))
const strings = ['shaun@white.com', 'Ståle 🏂 "quoted" \u0000', '']
const others = [
  7,
  0,
  0.1,
  2 ** 53 - 1,
  true,
  false,
  [1, 'two', null, []],
  { id: 7, nested: { name: 'Ståle' } }
]

const libraries = [
  {
    packages: ['flask-jwt-extended==3.25.1', 'pyjwt==1.7.1', 'flask==1.1.4', 'markupsafe<2.1'],
    identities: [...strings, ...others]
  },
  { packages: ['flask-jwt-extended==4.7.4', 'pyjwt==2.15.1'], identities: strings }
]

interface Row {
  title: string
  token: string
  identity: unknown
}

const folder = mkdtempSync(join(tmpdir(), 'gnar-jwt-'))
try {
  for (const { packages, identities } of libraries) await check(packages, identities)
} finally {
  rmSync(folder, { recursive: true })
}

async function check(packages: string[], identities: readonly unknown[]): Promise<void> {
  const [library = ''] = packages
  const python = install(library, packages)
  if (python === undefined) return say(`skipped ${library}: python3 with venv and PyPI are needed`)
  const fastify = await createApp()
  const rows = await makeRows(fastify, identities)
  const { stdout, stderr } = spawnSync(python, ['-W', 'ignore', acceptTokens], {
    input: JSON.stringify([secret, rows]),
    encoding: 'utf8',
    maxBuffer: 2 ** 26
  })
  assert.notEqual(stdout, '', stderr)
  for (const [index, { title, answer, token }] of JSON.parse(stdout).entries()) {
    assert.deepEqual(answer, { identity: rows[index]?.identity }, `${library} reads ${title}`)
    await readTheirs(fastify, token, rows[index]?.identity)
  }
  await fastify.close()
  say(`ok ${library}: ${rows.length} tokens of ours and as many of theirs`)
}

/** @returns the interpreter of a virtual environment with these packages; undefined where there can be none */
function install(library: string, packages: string[]): string | undefined {
  const home = join(folder, library)
  const python = join(home, 'bin', 'python')
  const succeeds = (command: string, ...args: string[]) => spawnSync(command, args).status === 0
  const installed =
    succeeds('python3', '-m', 'venv', home) &&
    succeeds(python, '-m', 'pip', 'install', '--quiet', ...packages)
  return installed ? python : undefined
}

async function createApp(): Promise<FastifyInstance> {
  const fastify = Fastify()
  await fastify.register(gnarJwt, { secret, env: {} })
  fastify.get('/', { onRequest: fastify.authenticate }, async ({ identity }) => ({ identity }))
  fastify.get('/peer', { onRequest: fastify.authenticate }, async (request) => request.createPeerToken())
  return fastify
}

/** First, refreshed and peer tokens of each identity, made by hosts whose clocks differ. */
async function makeRows(fastify: FastifyInstance, identities: readonly unknown[]): Promise<Row[]> {
  const rows: Row[] = []
  for (const seconds of [-5, 0, 5]) {
    await withClock(seconds, async () => {
      for (const identity of identities) {
        const first = fastify.createAccessToken(identity as string)
        const authorization = `Bearer ${first}`
        const { headers } = await fastify.inject({ url: '/', headers: { authorization } })
        const refreshed = headers.authorization?.toString().slice(7) ?? first
        const { body: forPeer } = await fastify.inject({ url: '/peer', headers: { authorization } })
        for (const [kind, token] of Object.entries({ first, refreshed, forPeer })) {
          rows.push({ title: `${kind} token of ${JSON.stringify(identity)}, ${seconds} s`, token, identity })
        }
      }
    })
  }
  return rows
}

async function readTheirs(fastify: FastifyInstance, token: string, identity: unknown): Promise<void> {
  for (const seconds of [-5, 0, 5]) {
    await withClock(seconds, async () => {
      const response = await fastify.inject({ url: '/', headers: { authorization: `Bearer ${token}` } })
      assert.deepEqual(response.json(), { identity }, `their token, ${seconds} s`)
    })
  }
}

/** Runs something as a host would whose clock is wrong by some seconds. */
async function withClock(seconds: number, run: () => Promise<void>): Promise<void> {
  const { now } = Date
  Date.now = () => now() + seconds * 1000
  try {
    await run()
  } finally {
    Date.now = now
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
