/**
 * Whether a key's value must not be logged: authorization, cookie, set-cookie, and every name that is or ends with
 * password, secret or token (`accessToken`, `client_secret`), in any case. Raw headers hold the same values in a list.
 */
export function isSecretKey(key: string): boolean {
  return /^(proxy-)?authorization$|^(set-)?cookie$|^rawheaders$|(password|secret|token)$/i.test(key)
}
