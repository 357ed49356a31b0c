import { utimesSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import t from 'tap'
import startPostgres from '../src/backends/postgres.ts'
import { createToken } from '../src/loads/token.ts'
import { installPeers, isInstalled, withoutMissing } from '../src/peers.ts'
import { startProgram } from '../src/program.ts'
import type { Contender, Peer, Scenario } from '../src/scenario.ts'
import { preset } from '../src/scenarios/preset.ts'
import './plain-processes.ts'

const limits = ['bare Fastify', 'Fastify, pino and an id header']
const original = 'gnar-gear 1.1.5 on Bjoern'

const token = createToken('ic3b3rg')
const requests: readonly (readonly [path: string, headers: Record<string, string>])[] = [
  ['/hello', {}],
  ['/protected', {}],
  ['/protected', { authorization: `Bearer ${token}` }],
  ['/protected', { authorization: `Bearer ${token.slice(0, -8)}AAAAAAAA` }],
  ['/rider/7', {}],
  ['/broken', {}],
  ['/nowhere', {}]
]

/** What the original does otherwise: it has no request ids, tracebacks for clients, and fewer claims. */
const originalDoesNot = { paths: ['/broken', '/nowhere'], claims: ['auth_time', 'sid', 'sub'] }

interface Response {
  path: string
  status: number
  body: unknown
  type: string | undefined
  requestId: string | undefined
  cacheControl: string | null
  claims: string[] | undefined
}

async function ask(url: string, path: string, headers: Record<string, string>): Promise<Response> {
  const response = await fetch(`${url}${path}`, { headers: { ...headers, 'x-request-id': 'powder' } })
  const fresh = response.headers.get('authorization')?.split('.')[1]
  return {
    path,
    status: response.status,
    body: await response.json(),
    type: response.headers.get('content-type')?.split(';')[0],
    requestId: response.headers.get('x-request-id') ?? undefined,
    cacheControl: response.headers.get('cache-control'),
    claims: fresh === undefined ? undefined : namesIn(fresh)
  }
}

function namesIn(payload: string): string[] {
  return Object.keys(JSON.parse(Buffer.from(payload, 'base64url').toString())).sort()
}

/** What the original has in common with the others. */
function inOriginal({ path, status, body, type, claims }: Response) {
  const kept = claims?.filter((name) => !originalDoesNot.claims.includes(name))
  return { path, status, body, type, claims: kept }
}

t.test('B5 each app of the benchmark does the same job', async (t) => {
  const backend = await startPostgres()
  t.teardown(() => backend.stop?.())
  const responses = async (contender: Contender | undefined) => {
    if (contender === undefined || !('program' in contender)) throw new Error('not a program')
    const running = await startProgram(contender.program, backend.facts ?? {}, undefined)
    try {
      return await Promise.all(requests.map(([path, headers]) => ask(running.facts.url ?? '', path, headers)))
    } finally {
      await running.stop()
    }
  }

  const expected = await responses(preset.contenders['gnar-gear'])
  t.matchSnapshot(expected)
  for (const [name, contender] of Object.entries(preset.contenders)) {
    const peer = 'program' in contender ? contender.program.peer : undefined
    if (peer !== undefined && !isInstalled(peer)) {
      t.comment(`${name} is not compared: npm run bench installs it`)
      continue
    }
    const actual = await responses(contender)
    if (name === original) {
      const common = expected.filter(({ path }) => !originalDoesNot.paths.includes(path))
      const same = actual.filter(({ path }) => !originalDoesNot.paths.includes(path))
      t.strictSame(same.map(inOriginal), common.map(inOriginal), name)
    } else if (limits.includes(name)) {
      const bodies = (all: Response[]) => [all[0], all[2], all[4]].map((response) => response?.body)
      t.strictSame(bodies(actual), bodies(expected), name)
    } else {
      t.strictSame(actual, expected, name)
    }
  }
})

const folder = new URL('./fixtures/', import.meta.url)

/** The preset with another Express. */
function withExpress(peer: Peer): Scenario {
  return { ...preset, contenders: { ...preset.contenders, Express: { program: { file: peer.proof, peer } } } }
}

function peerWith(proof: URL, install: Peer['install']): Peer {
  return { name: 'Lift', folder, proof, sources: ['server.ts'], install, needs: 'snow' }
}

t.test('B5 what is not installed is skipped with a note, and so are its aims', async (t) => {
  const peer = peerWith(new URL('lift.js', folder), [])
  const { contenders, aims, notes = [] } = withoutMissing(withExpress(peer))
  t.notOk('Express' in contenders)
  t.ok('gnar-gear' in contenders)
  t.strictSame(
    aims.filter(({ to }) => to === 'Express'),
    []
  )
  t.ok(notes.includes('skipped: Express is not installed'))
})

t.test('B5 a peer is installed once, and again when its sources are newer', async (t) => {
  const proof = pathToFileURL(join(t.testdir(), 'proof'))
  const touch = `fs.writeFileSync(new URL('${proof.href}'), '')`
  const peer = peerWith(proof, [[process.execPath, '-e', touch]])
  const scenario = { ...preset, contenders: { Lift: { program: { file: proof, peer } } } }
  const lines: string[] = []
  installPeers([scenario, scenario], (line) => lines.push(line))
  installPeers([scenario], (line) => lines.push(line))
  t.strictSame(lines, ['Installing Lift for the benchmark'])
  t.ok(isInstalled(peer))
  utimesSync(proof, 0, 0)
  t.notOk(isInstalled(peer))
})

t.test('B5 a peer that cannot be installed is skipped with a message that says what it needs', async (t) => {
  const peer = peerWith(pathToFileURL(join(t.testdir(), 'proof')), [
    [process.execPath, '-e', 'process.exit(1)']
  ])
  const scenario = { ...preset, contenders: { Lift: { program: { file: peer.proof, peer } } } }
  const lines: string[] = []
  installPeers([scenario], (line) => lines.push(line))
  t.strictSame(lines, ['Installing Lift for the benchmark', 'Skipped: Lift needs snow'])
})
