import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import type { PluginOptions } from 'gnar-env'
import { ConfigurationError, readSettings } from 'gnar-env'
import { createPasswordHasher, type PasswordHasher } from './password-hasher.ts'
import { profiles, reachesOwasp } from './profiles.ts'
import { settings } from './settings.ts'

export { BusyError, EmptyPasswordError, InvalidHashError, MismatchError, PasswordError } from './errors.ts'
export type { PasswordHasher } from './password-hasher.ts'
export { settings } from './settings.ts'

/** Options of the plugin; each has an environment variable beside it, see the README's table. */
export type GnarArgon2Options = PluginOptions<typeof settings>

declare module 'fastify' {
  interface FastifyInstance {
    /** The raw pair: `hash(plain)` and `verify(hash, plain)`, which throws on a mismatch. */
    argon2: Pick<PasswordHasher, 'hash' | 'verify' | 'checkNeedsRehash'>
    /**
     * Hashes a password with a fresh salt.
     * @returns the hash as a PHC string
     * @throws EmptyPasswordError, PasswordError, BusyError
     */
    generatePasswordHash(plain: string): Promise<string>
    /**
     * Whether `plain` is the password of `hash`; false, too, for a malformed hash, for a password that could not have
     * been hashed, and for a hash of undefined or null (no such user), which takes as long as a real mismatch.
     * @throws BusyError
     */
    checkPasswordHash(hash: string | null | undefined, plain: string): Promise<boolean>
  }
}

/** Decorates the instance with `argon2`, `generatePasswordHash` and `checkPasswordHash`. */
async function plugin(fastify: FastifyInstance, options: GnarArgon2Options): Promise<void> {
  const values = readSettings('gnar-argon2', settings, withProfile(options))
  const { envPrefix, variant, timeCost, memoryCost, parallelism } = values
  checkMemory(values)
  const hasher = await createPasswordHasher(values, fastify.log)
  fastify.decorate('argon2', {
    hash: hasher.hash,
    verify: hasher.verify,
    checkNeedsRehash: hasher.checkNeedsRehash
  })
  fastify.decorate('generatePasswordHash', hasher.hash)
  fastify.decorate('checkPasswordHash', hasher.check)
  fastify.log.info(
    `Argon2 PasswordHasher instantiated with ${variant}, time cost ${timeCost}, memory cost ${memoryCost} KiB, parallelism ${parallelism}`
  )
  if (values.production && !reachesOwasp(values)) {
    fastify.log.warn(
      `Argon2 parameters are below OWASP's minimum: set ${envPrefix}_ARGON2_MEMORY_COST to 19456 or more and ${envPrefix}_ARGON2_TIME_COST to 2 or more, or the option profile to owasp`
    )
  }
}

/** Single options beat the profile, the profile beats the environment. */
function withProfile(options: GnarArgon2Options): GnarArgon2Options {
  const { profile } = options
  if (profile === undefined || !Object.hasOwn(profiles, profile)) return options
  const single = Object.entries(options).filter(([, value]) => value !== undefined)
  return { ...profiles[profile], ...Object.fromEntries(single) }
}

/** Argon2 needs 8 KiB for each lane (RFC 9106, section 3.1). */
function checkMemory({ memoryCost, parallelism }: { memoryCost: number; parallelism: number }): void {
  if (memoryCost >= 8 * parallelism) return
  const message = `option memoryCost of gnar-argon2 must be at least ${8 * parallelism}, eight times the parallelism of ${parallelism}, found ${memoryCost}`
  throw new ConfigurationError([{ plugin: 'gnar-argon2', option: 'memoryCost', message }])
}

export const gnarArgon2 = fp(plugin, { name: 'gnar-argon2', fastify: '5.x' })
export default gnarArgon2
