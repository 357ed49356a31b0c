import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { type PluginOptions, readSettings } from 'gnar-env'
import { createPasswordHasher, type PasswordHasher } from './password-hasher.ts'
import { reachesOwasp } from './profiles.ts'
import { settings } from './settings.ts'

export type { Argon2HashEvent, Argon2RefusalEvent } from './diagnostics.ts'
export { BusyError, EmptyPasswordError, InvalidHashError, MismatchError, PasswordError } from './errors.ts'
export type { PasswordHasher } from './password-hasher.ts'
export { settings } from './settings.ts'

/** Options of the plugin; the README lists the environment variables. */
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
     * Whether `plain` is the password of `hash`. Also false for a malformed hash, for a hash of undefined or null (no
     * such user), and for a password that cannot be hashed. A mismatch takes equally long in each of these cases, except
     * the last, which does not depend on the hash.
     * @throws BusyError
     */
    checkPasswordHash(hash: string | null | undefined, plain: string): Promise<boolean>
  }
}

/** Decorates the instance with `argon2`, `generatePasswordHash` and `checkPasswordHash`. */
async function plugin(fastify: FastifyInstance, options: GnarArgon2Options): Promise<void> {
  const values = readSettings(settings, options)
  const { envPrefix, variant, timeCost, memoryCost, parallelism } = values
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

export const gnarArgon2 = fp(plugin, { name: 'gnar-argon2', fastify: '5.x' })
export default gnarArgon2
