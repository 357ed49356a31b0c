import { PeerUsageError } from './errors.ts'

/** Paths of these characters need no parsing, which makes most calls faster; a dot is not among them. */
const plain = /^\/?[A-Za-z0-9_~-][A-Za-z0-9_~/-]*$/

/**
 * The path and query to ask a peer for, always below the peer's origin; `login` and `/login` are the same.
 *
 * @throws PeerUsageError for a path that tries to leave the peer, climbs, or could be read in two ways
 */
export function peerPath(path: string): string {
  if (typeof path !== 'string') throw new PeerUsageError('the path of a peer call must be text')
  if (plain.test(path)) return path.startsWith('/') ? path : `/${path}`

  const fault = pathFault(path)
  if (fault !== undefined) throw new PeerUsageError(`the path of a peer call ${fault}`)
  // The standard's parser drops spaces at the end of a URL, so they are encoded first.
  const url = new URL(`http://peer/${path.replace(/^\//, '').replaceAll(' ', '%20')}`)
  return url.pathname + url.search
}

/**
 * A full URL for a call to the outside.
 *
 * @throws PeerUsageError when it is not one of http or https
 */
export function externalUrl(url: string): URL {
  if (typeof url !== 'string' || isAmbiguous(url)) {
    throw new PeerUsageError('the URL of an external call must be text without control characters')
  }
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol)) {
    throw new PeerUsageError('an external call needs a full URL, such as https://api.example.com/range')
  }
  return parsed
}

function pathFault(path: string): string | undefined {
  if (isAmbiguous(path)) return 'must not have control characters or lone surrogates: encode them'
  if (path.includes('\\')) return 'must not have a backslash: encode it as %5C'
  if (path.includes('#')) return 'must not have a fragment: encode # as %23'
  if (path.startsWith('//')) return 'must not begin with two slashes, which would name another host'
  if (/^\/?[a-z][a-z0-9+.-]*:\/\//i.test(path))
    return 'must not be a full URL: use fastify.external for those'
  const climbs = /(?:^|\/)(?:\.|%2e){1,2}(?:;[^/]*)?(?:\/|$)/i.test(path.split('?', 1)[0] as string)
  return climbs ? 'must not have segments of dots (., .., %2e%2e): encode what comes from a user' : undefined
}

/** Control characters, which URL parsers drop in silence, and lone surrogates, which they replace. */
function isAmbiguous(text: string): boolean {
  return /[\p{Cc}\p{Surrogate}]/u.test(text)
}
