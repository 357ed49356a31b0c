import { readFileSync } from 'node:fs'
import type { ConnectionOptions, SecureVersion } from 'node:tls'

/** libpq's TLS modes that `pg` supports, and its own `no-verify`; `allow` and `prefer` would need a second, different connection. */
export const sslModes = ['disable', 'no-verify', 'require', 'verify-ca', 'verify-full'] as const
export type SslMode = (typeof sslModes)[number]

/** Paths of PEM files. */
interface CertificateFiles {
  /** `system` for the authorities that Node trusts. */
  sslRootCert?: string | undefined
  sslCert?: string | undefined
  sslKey?: string | undefined
  /** Passphrase of the key. */
  sslPassword?: string | undefined
  sslCrl?: string | undefined
  /** Lowest and highest version, such as `TLSv1.2`. */
  tlsMin?: string | undefined
  tlsMax?: string | undefined
}

/** What an endpoint says of TLS. */
interface TlsParts extends CertificateFiles {
  sslMode?: SslMode | undefined
  host?: string | undefined
  hostAddress?: string | undefined
}

/** The settings that override an endpoint's. */
interface TlsSettings {
  sslMode?: SslMode | undefined
  sslRootCert?: string | undefined
  tls?: ConnectionOptions | undefined
}

/**
 * TLS as the endpoint and the settings ask for it.
 *
 * @returns options for Node's `tls.connect`, or false for a plain connection
 * @throws the file system's error when a file cannot be read
 */
export function tlsOf(
  endpoint: TlsParts,
  { sslMode = endpoint.sslMode, sslRootCert = endpoint.sslRootCert, tls }: TlsSettings
): ConnectionOptions | false {
  const options = tlsOptions(sslMode, { ...endpoint, sslRootCert }, tls)
  const { host, hostAddress } = endpoint
  // The certificate is for the name, not for the address.
  return options !== false && hostAddress !== undefined && host !== undefined
    ? { servername: host, ...options }
    : options
}

/**
 * TLS as libpq means it: `require` encrypts and trusts any certificate (with a root certificate it is `verify-ca`),
 * `no-verify` trusts any in any case, `verify-ca` requires a trusted certificate, `verify-full` one for this host.
 *
 * @returns options for Node's `tls.connect`, or false for a plain connection
 * @throws the file system's error when a file cannot be read
 */
function tlsOptions(
  mode: SslMode | undefined,
  files: CertificateFiles,
  own: ConnectionOptions | undefined
): ConnectionOptions | false {
  const { sslCert, sslKey, sslPassword, sslCrl, tlsMin, tlsMax } = files
  const sslRootCert = files.sslRootCert === 'system' ? undefined : files.sslRootCert
  const wanted = mode ?? (own !== undefined || files.sslRootCert !== undefined ? 'verify-full' : 'disable')
  if (wanted === 'disable') return false
  const trusting =
    wanted === 'no-verify' ||
    (wanted === 'require' && files.sslRootCert === undefined && own?.ca === undefined)
  return {
    rejectUnauthorized: !trusting,
    ...(wanted !== 'verify-full' && { checkServerIdentity: () => undefined }),
    ...(sslRootCert !== undefined && { ca: readFileSync(sslRootCert, 'utf8') }),
    ...(sslCert !== undefined && { cert: readFileSync(sslCert, 'utf8') }),
    ...(sslKey !== undefined && { key: readFileSync(sslKey, 'utf8') }),
    ...(sslPassword !== undefined && { passphrase: sslPassword }),
    ...(sslCrl !== undefined && { crl: readFileSync(sslCrl, 'utf8') }),
    ...(tlsMin !== undefined && { minVersion: tlsMin as SecureVersion }),
    ...(tlsMax !== undefined && { maxVersion: tlsMax as SecureVersion }),
    ...own
  }
}
