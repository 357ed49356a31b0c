import { PeerUsageError } from './errors.ts'

/** Paths with only these characters, which exclude dots, need no parsing; that makes most calls faster. */
const plain = /^\/?[A-Za-z0-9_~-][A-Za-z0-9_~/-]*$/

/**
 * The path and query of a peer call, always below the peer's origin; `login` and `/login` are the same.
 *
 * @throws PeerUsageError for a path that leaves the peer, climbs, or is ambiguous
 */
export function peerPath(path: string): string {
  if (typeof path !== 'string') throw new PeerUsageError('the path of a peer call must be text')
  if (plain.test(path)) return path.startsWith('/') ? path : `/${path}`

  const fault = pathFault(path)
  if (fault !== undefined) throw new PeerUsageError(`the path of a peer call ${fault}`)
  // The standard's parser drops spaces at the end of a URL, so they are encoded first.
  const url = new URL(`http://peer/${path.replace(/^\//, '').replaceAll(' ', '%20')}`)
  // Since 2024 the standard encodes ^ in a path, which Node 20 does not.
  return url.pathname.replaceAll('^', '%5E') + url.search
}

/**
 * The full URL of an external call.
 *
 * @throws PeerUsageError when it is not an http or https URL
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
  if (path.startsWith('//')) return 'must not begin with two slashes, which name another host'
  if (/^\/?[a-z][a-z0-9+.-]*:\/\//i.test(path)) return 'must not be a full URL: use fastify.external for that'
  const climbs = /(?:^|\/)(?:\.|%2e){1,2}(?:;[^/]*)?(?:\/|$)/i.test(path.split('?', 1)[0] as string)
  return climbs ? 'must not have dot segments (., .., %2e%2e): encode user input' : undefined
}

/** Control characters, which URL parsers silently drop, and lone surrogates, which they replace. */
function isAmbiguous(text: string): boolean {
  return /[\p{Cc}\p{Surrogate}]/u.test(text)
}
