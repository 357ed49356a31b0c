import type { IncomingHttpHeaders } from 'node:http'
import { timeLeftHeader } from './serving.ts'
import type { Outgoing } from './transport.ts'

/** As in Python's requests. */
export const maxRedirects = 30

const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])
/** What must not be told to another origin. */
const ofTheOrigin = ['authorization', 'proxy-authorization', 'cookie', 'host', timeLeftHeader]
const aboutTheBody = ['content-type', 'content-length', 'content-encoding']

/** An answer that sends the caller where no call can go. */
export class BadRedirect extends Error {}

/**
 * The request that an answer redirects to, undefined when it does not. Methods change as in Python's requests; to
 * another origin go neither credentials nor cookies.
 *
 * @throws BadRedirect when the target is not a URL of http or https
 */
export function redirected(
  outgoing: Outgoing,
  status: number,
  { location }: IncomingHttpHeaders
): Outgoing | undefined {
  if (!redirects.has(status) || location === undefined) return undefined
  const base = outgoing.origin + outgoing.path
  if (!URL.canParse(location, base)) throw new BadRedirect('it redirects to something that is not a URL')
  const { origin, protocol, pathname, search } = new URL(location, base)
  if (!/^https?:$/.test(protocol)) throw new BadRedirect(`it redirects to a URL of ${protocol}`)

  const method = nextMethod(status, outgoing.method)
  const changed = method !== outgoing.method
  const dropped = [...(origin === outgoing.origin ? [] : ofTheOrigin), ...(changed ? aboutTheBody : [])]
  const headers = Object.fromEntries(
    Object.entries(outgoing.headers).filter(([name]) => !dropped.includes(name))
  )
  return { method, origin, path: pathname + search, headers, body: changed ? undefined : outgoing.body }
}

function nextMethod(status: number, method: string): string {
  if (method === 'HEAD') return method
  if (status === 303 || status === 302) return 'GET'
  return status === 301 && method === 'POST' ? 'GET' : method
}
