/**
 * Sends generated requests to the original and to ours, in both modes, and compares the responses:
 * `npm run check:differential`. Each difference must be in the table of explained ones. Needs Python 3.7 (`PYTHON37`
 * names it), PyPI, a C compiler and libev, and says so where they are missing.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { type IncomingMessage, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { type Answer, explain, fields } from './explained.ts'
import { installOriginal, startOriginal } from './original.ts'
import { startOurs } from './our-piste.ts'
import { generate, type Sample } from './requests.ts'

const secret = 'the gnarliest secret of the whole piste'
const count = Number(process.env.REQUESTS ?? 600)
const seed = Number(process.env.SEED ?? 115)

const folder = mkdtempSync(join(tmpdir(), 'gnar-gear-'))
try {
  const python = process.env.ORIGINAL_PYTHON ?? installOriginal(folder)
  if (python === undefined) say('not run: Python 3.7, PyPI, a C compiler and libev are needed')
  else for (const production of [true, false]) await compare(python, production)
} finally {
  rmSync(folder, { recursive: true })
}

async function compare(python: string, production: boolean): Promise<void> {
  const original = await startOriginal(python, production, secret)
  const ours = await startOurs(production, secret)
  const { port } = ours.server.server.address() as AddressInfo
  const explained = new Map<string, number>()
  let unexplained = 0
  let equal = 0
  try {
    for (const sample of generate(count, secret, seed)) {
      const pair = [await send(original.port, sample), await send(port, sample)] as const
      const different = fields.filter(
        (field) => JSON.stringify(pair[0][field]) !== JSON.stringify(pair[1][field])
      )
      if (different.length === 0) equal++
      for (const field of different) {
        const why = explain(field, { sample, production, theirs: pair[0], ours: pair[1] })
        if (why !== undefined) explained.set(why, (explained.get(why) ?? 0) + 1)
        else {
          unexplained++
          say(
            `unexplained ${field}: ${describe(sample)}\n  original ${show(pair[0])}\n  ours     ${show(pair[1])}`
          )
        }
      }
    }
  } finally {
    await Promise.all([original.stop(), ours.close()])
  }
  say(
    `${production ? 'production' : 'development'}: ${count} requests, ${equal} responses alike in all fields`
  )
  for (const [why, times] of [...explained].sort(([, a], [, b]) => b - a)) say(`  ${times} × ${why}`)
  if (unexplained > 0) process.exitCode = 1
}

async function send(port: number, { method, path, headers, payload }: Sample): Promise<Answer> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const length = payload === undefined ? {} : { 'content-length': Buffer.byteLength(payload) }
    const sent = request({
      host: '127.0.0.1',
      port,
      method,
      path,
      headers: { ...headers, ...length },
      agent: false,
      timeout: 10_000
    })
    sent.on('timeout', () => sent.destroy(new Error(`${method} ${path} hangs`)))
    sent.on('response', resolve).on('error', reject).end(payload)
  })
  const body = await text(response)
  const { headers: got, statusCode = 0 } = response
  return {
    status: statusCode,
    type: got['content-type']?.split(';')[0],
    ...readBody(body),
    identity: identityOf(got.authorization),
    allow: got.allow?.split(/, */).sort().join(' '),
    cors: Object.keys(got)
      .filter((name) => name.startsWith('access-control-'))
      .sort()
      .join(' '),
    location: got.location?.replace(/^http:\/\/[^/]+/, '')
  }
}

/** A body with an `error` is a failure, whose message is compared on its own. */
function readBody(body: string): Pick<Answer, 'error' | 'traceback' | 'body'> {
  try {
    const { error, traceback, requestId: _requestId, ...rest } = JSON.parse(body) as Record<string, unknown>
    return {
      error: error as string | undefined,
      traceback: traceback !== undefined,
      body: JSON.stringify(rest)
    }
  } catch {
    return { error: undefined, traceback: false, body }
  }
}

/** The identity of the fresh token in a response. */
function identityOf(authorization: string | undefined): unknown {
  const claims = authorization?.split('.')[1]
  return claims === undefined ? undefined : JSON.parse(Buffer.from(claims, 'base64url').toString()).identity
}

function describe({ method, path, token, body }: Sample): string {
  return `${method} ${path.slice(0, 60)}, token ${token}, body ${body}`
}

function show(answer: Answer): string {
  return JSON.stringify(answer).slice(0, 400)
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
