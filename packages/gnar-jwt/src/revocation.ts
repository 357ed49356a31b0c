import type { PluginValues } from 'gnar-env'
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
    const { promise: timeOut, cancel } = rejectAfter(isRevokedTimeoutMs)
    try {
      const answer: unknown = await Promise.race([isRevoked?.(claims), timeOut])
      if (typeof answer === 'boolean') return answer
      throw new TypeError(`isRevoked must answer true or false, and answered ${typeof answer}`)
    } finally {
      cancel()
    }
  }
}

function rejectAfter(timeoutMs: number) {
  const { promise, reject } = withReject()
  const timer = setTimeout(() => reject(new Error(`isRevoked took longer than ${timeoutMs} ms`)), timeoutMs)
  return { promise, cancel: () => clearTimeout(timer) }
}

function withReject() {
  let reject: (error: Error) => void = () => {}
  const promise = new Promise<never>((_resolve, rejectPromise) => {
    reject = rejectPromise
  })
  return { promise, reject }
}
