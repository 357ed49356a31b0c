import type autocannon from 'autocannon'
import type { Options, Part } from '../scenario.ts'
import { fire } from './cannon.ts'
import { createToken } from './token.ts'

/** Requests a route of the apps that do the same job, and fails unless each response has the right body. */
export default async function start(): Promise<Part> {
  return {
    run: ({ seconds, facts: { url = '' }, options }) => fire({ url, ...requestsFor(options) }, seconds)
  }
}

function requestsFor({ route, tokens }: Options): Partial<autocannon.Options> {
  if (route === 'row') return { requests: rows, verifyBody: (body) => String(body).includes('@example.com"') }
  if (route === 'protected') return { requests: protectedBy(Number(tokens)), verifyBody: hasIdentity }
  return { requests: [{ path: '/hello' }], verifyBody: isOk }
}

const isOk = (body: unknown) => String(body).startsWith('{"status":"ok"}')
const hasIdentity = (body: unknown) => String(body).startsWith('{"identity":"ic3b3rg"}')

/** A hundred of the ten thousand rows. */
const rows = Array.from({ length: 100 }, (_, index) => ({ path: `/rider/${1 + index * 97}` }))

/** One token for all connections, or many: each request takes the next. */
function protectedBy(count: number): autocannon.Request[] {
  if (count === 1) return [{ path: '/protected', headers: bearer() }]
  const headers = manyBearers(count)
  const setupRequest = (request: autocannon.Request) => {
    next = (next + 1) % count
    return { ...request, path: '/protected', headers: headers[next] ?? {} }
  }
  return [{ setupRequest }]
}

/** Continues from turn to turn: a cache that remembers fewer tokens than there are never has the next one. */
let next = 0

let made: { headers: Record<string, string>[]; at: number } | undefined

/** Tokens are valid for 15 minutes, and take longer to make than a quick turn lasts. */
const renewMs = 10 * 60_000

function manyBearers(count: number): Record<string, string>[] {
  if (made?.headers.length !== count || performance.now() - made.at > renewMs) {
    made = { headers: Array.from({ length: count }, bearer), at: performance.now() }
  }
  return made.headers
}

function bearer(): Record<string, string> {
  return { authorization: `Bearer ${createToken('ic3b3rg')}` }
}
