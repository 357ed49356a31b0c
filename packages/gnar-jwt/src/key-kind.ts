/** Key types of RFC 7518 and RFC 8037. */
const keyTypes: readonly unknown[] = ['oct', 'RSA', 'EC', 'OKP']

/** What kind of key a text is, when it cannot be a shared secret; undefined for everything else. */
export function keyKind(text: string): string | undefined {
  const [, label] = /-----BEGIN ([A-Z0-9 ]{1,40})-----/.exec(text) ?? []
  if (label !== undefined) return `a PEM key (${label})`
  const { keys, kty } = parseObject(text)
  if (Array.isArray(keys)) return 'a JSON Web Key Set (JWKS)'
  return keyTypes.includes(kty) ? `a JSON Web Key (JWK, ${kty})` : undefined
}

function parseObject(text: string): { keys?: unknown; kty?: unknown } {
  if (!text.trimStart().startsWith('{')) return {}
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}
