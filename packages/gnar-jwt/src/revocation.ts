import { type PluginValues, withDeadline } from 'gnar-env'
import type { Claims } from './claims.ts'
import { RevocationCheckError, RevokedTokenError } from './errors.ts'
import type { settings } from './settings.ts'

/**
 * Makes the function that asks `isRevoked` about a token; undefined when the app has none. Anything but a timely `false`
 * refuses the request.
 *
 * @throws (the function) RevokedTokenError, RevocationCheckError
 */
export function createRevocationCheck({
  isRevoked,
  isRevokedTimeoutMs
}: PluginValues<typeof settings>): ((claims: Claims) => Promise<void>) | undefined {
  if (isRevoked === undefined) return undefined

  return async (claims) => {
    const answer = await ask(claims).catch((cause) => {
      throw new RevocationCheckError({ cause })
    })
    if (answer) throw new RevokedTokenError()
  }

  async function ask(claims: Claims): Promise<boolean> {
    const answer = await withDeadline<unknown>(
      Promise.resolve(isRevoked?.(claims)),
      isRevokedTimeoutMs,
      () => {
        throw new Error(`isRevoked took longer than ${isRevokedTimeoutMs} ms`)
      }
    )
    if (typeof answer === 'boolean') return answer
    throw new TypeError(`isRevoked must return true or false, and returned ${typeof answer}`)
  }
}
