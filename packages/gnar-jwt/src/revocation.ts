import { type PluginValues, withDeadline } from 'gnar-env'
import type { Claims } from './claims.ts'
import { RevocationCheckError, RevokedTokenError } from './errors.ts'
import type { settings } from './settings.ts'

/**
 * Creates the function that asks `isRevoked` about a token; undefined when the app has none. The request is refused
 * unless `isRevoked` returns `false` in time.
 *
 * @throws (the function) RevokedTokenError, RevocationCheckError
 */
export function createRevocationCheck({
  isRevoked,
  isRevokedTimeoutMs
}: PluginValues<typeof settings>): ((claims: Claims) => Promise<void>) | undefined {
  if (isRevoked === undefined) return undefined

  return async (claims) => {
    const revoked = await ask(claims).catch((cause) => {
      throw new RevocationCheckError({ cause })
    })
    if (revoked) throw new RevokedTokenError()
  }

  async function ask(claims: Claims): Promise<boolean> {
    const revoked = await withDeadline<unknown>(
      Promise.resolve(isRevoked?.(claims)),
      isRevokedTimeoutMs,
      () => {
        throw new Error(`isRevoked took longer than ${isRevokedTimeoutMs} ms`)
      }
    )
    if (typeof revoked === 'boolean') return revoked
    throw new TypeError(`isRevoked returned ${typeof revoked}; expected true or false`)
  }
}
