import { readFileSync } from 'node:fs'
import type { ConnectionOptions } from 'node:tls'

/** libpq's TLS modes that `pg` supports; `allow` and `prefer` would need a second, different connection. */
export const sslModes = ['disable', 'require', 'verify-ca', 'verify-full'] as const
export type SslMode = (typeof sslModes)[number]

/** Paths of PEM files. */
interface CertificateFiles {
  sslRootCert?: string | undefined
  sslCert?: string | undefined
  sslKey?: string | undefined
}

/**
 * TLS as libpq means it: `require` encrypts and trusts any certificate (with a root certificate it is `verify-ca`),
 * `verify-ca` requires a trusted certificate, `verify-full` one for this host.
 *
 * @returns options for Node's `tls.connect`, or false for a plain connection
 * @throws the file system's error when a file cannot be read
 */
export function tlsOptions(
  mode: SslMode | undefined,
  files: CertificateFiles,
  own: ConnectionOptions | undefined
): ConnectionOptions | false {
  const { sslRootCert, sslCert, sslKey } = files
  const wanted = mode ?? (own !== undefined || sslRootCert !== undefined ? 'verify-full' : 'disable')
  if (wanted === 'disable') return false
  const trusting = wanted === 'require' && sslRootCert === undefined && own?.ca === undefined
  return {
    rejectUnauthorized: !trusting,
    ...(wanted !== 'verify-full' && { checkServerIdentity: () => undefined }),
    ...(sslRootCert !== undefined && { ca: readFileSync(sslRootCert, 'utf8') }),
    ...(sslCert !== undefined && { cert: readFileSync(sslCert, 'utf8') }),
    ...(sslKey !== undefined && { key: readFileSync(sslKey, 'utf8') }),
    ...own
  }
}
