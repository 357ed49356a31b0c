import type { IncomingHttpHeaders } from 'node:http'
import { isCredential } from './credential.ts'
import { timeLeftHeader } from './incoming-request.ts'
import { StreamedBody } from './streamed-body.ts'
import type { Outgoing } from './transport.ts'

/** As in Python's requests. */
export const maxRedirects = 30

const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])
/** Headers that are meant for one origin only, in addition to credentials. */
const ofTheOrigin: ReadonlySet<string> = new Set(['host', timeLeftHeader])
const aboutTheBody: ReadonlySet<string> = new Set(['content-type', 'content-length', 'content-encoding'])

/** A response that redirects to where a call cannot go. */
export class BadRedirect extends Error {}

/**
 * The request that a response redirects to; undefined when it does not. Methods change as in Python's requests.
 * Credentials never go to another origin: headers named like one are dropped, and a body with such a field is not sent.
 *
 * @param findCredential the first field of the body that is named like a credential
 * @throws BadRedirect when the target is not an http or https URL, or the body cannot go there
 */
export function redirected(
  outgoing: Outgoing,
  status: number,
  headers: IncomingHttpHeaders,
  findCredential: () => string | undefined
): Outgoing | undefined {
  if (!redirects.has(status) || headers.location === undefined) return undefined
  const location = asUtf8(headers.location)
  const base = outgoing.origin + outgoing.path
  if (!URL.canParse(location, base)) throw new BadRedirect('it redirects to an invalid URL')
  const { origin, protocol, pathname, search } = new URL(location, base)
  if (!/^https?:$/.test(protocol)) throw new BadRedirect(`it redirects to a URL with the scheme ${protocol}`)

  const method = nextMethod(status, outgoing.method)
  const dropsBody = method !== outgoing.method
  const leavesOrigin = origin !== outgoing.origin
  const stays = (name: string) => leavesOrigin && (ofTheOrigin.has(name) || isCredential(name))
  const next = Object.entries(outgoing.headers).filter(
    ([name]) => !stays(name) && !(dropsBody && aboutTheBody.has(name))
  )
  if (!dropsBody) checkBody(outgoing, leavesOrigin ? findCredential() : undefined)
  const body = dropsBody ? undefined : outgoing.body
  return { method, origin, path: pathname + search, headers: Object.fromEntries(next), body }
}

/** @throws BadRedirect when the body holds a credential for the first origin, or was a stream that is used up */
function checkBody({ body }: Outgoing, credential: string | undefined): void {
  if (credential !== undefined) {
    throw new BadRedirect(`it redirects a body with ${JSON.stringify(credential)} to another origin`)
  }
  if (body instanceof StreamedBody && body.begun && !body.isRepeatable) {
    throw new BadRedirect('it redirects a body that was a stream, which cannot be sent again')
  }
}

/** Node and undici read headers as Latin-1, but a `Location` that is not ASCII is meant as UTF-8. */
function asUtf8(location: string): string {
  if (!/^[\0-\xff]*[\x80-\xff][\0-\xff]*$/.test(location)) return location
  const text = Buffer.from(location, 'latin1').toString()
  return text.includes('\ufffd') ? location : text
}

function nextMethod(status: number, method: string): string {
  if (method === 'HEAD') return method
  if (status === 303 || status === 302) return 'GET'
  return status === 301 && method === 'POST' ? 'GET' : method
}
