import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import type { PluginOptions } from 'gnar-env'
import { readSettings } from 'gnar-env'
import { createPasswordHasher, type PasswordHasher } from './password-hasher.ts'
import { settings } from './settings.ts'

export { BusyError, EmptyPasswordError, MismatchError } from './errors.ts'
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
     * @throws EmptyPasswordError, BusyError
     */
    generatePasswordHash(plain: string): Promise<string>
    /**
     * Whether `plain` is the password of `hash`; false, too, for a malformed hash, and for undefined or null, which
     * takes as long as a real mismatch.
     * @throws BusyError
     */
    checkPasswordHash(hash: string | null | undefined, plain: string): Promise<boolean>
  }
}

/** Decorates the instance with `argon2`, `generatePasswordHash` and `checkPasswordHash`. */
async function plugin(fastify: FastifyInstance, options: GnarArgon2Options): Promise<void> {
  const values = readSettings('gnar-argon2', settings, options)
  const hasher = await createPasswordHasher(values)
  fastify.decorate('argon2', {
    hash: hasher.hash,
    verify: hasher.verify,
    checkNeedsRehash: hasher.checkNeedsRehash
  })
  fastify.decorate('generatePasswordHash', hasher.hash)
  fastify.decorate('checkPasswordHash', hasher.check)
  const { variant, timeCost, memoryCost, parallelism } = values
  fastify.log.info(
    `Argon2 PasswordHasher instantiated with ${variant}, time cost ${timeCost}, memory cost ${memoryCost} KiB, parallelism ${parallelism}`
  )
}

export const gnarArgon2 = fp(plugin, { name: 'gnar-argon2', fastify: '5.x' })
export default gnarArgon2
