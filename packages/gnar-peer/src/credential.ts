import { isSecretKey } from 'gnar-env'

/** Names that HTTP APIs give to credentials, in addition to those that logs redact. */
const credentials =
  /(?:^|[-_])(?:auth(?:entication)?|cookie2|passphrase)(?:$|[-_])|(?:auth|subscription|functions)[-_]?key/i

/** Whether a header or field is named like a credential, which must not reach another origin. */
export function isCredential(name: string): boolean {
  return isSecretKey(name) || credentials.test(name)
}
