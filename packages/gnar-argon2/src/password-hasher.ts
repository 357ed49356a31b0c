import { randomBytes } from 'node:crypto'
import type { PluginValues } from 'gnar-env'
import { EmptyPasswordError, MismatchError } from './errors.ts'
import type { settings } from './settings.ts'

type Values = PluginValues<typeof settings>

/** Hashes and checks passwords; every method runs on libuv's threads, never on the event loop. */
export interface PasswordHasher {
  /** @returns the hash of a password as a PHC string, with a fresh salt */
  hash(plain: string): Promise<string>
  /** @throws MismatchError when the password does not belong to the hash */
  verify(hash: string, plain: string): Promise<true>
  /** Like `verify`, as true or false; never throws for a malformed or absent hash. */
  check(hash: string | null | undefined, plain: string): Promise<boolean>
  /** Whether a stored hash was made with other parameters than today's, so that it should be made anew at login. */
  checkNeedsRehash(hash: string): boolean
}

const variants = { argon2d: 0, argon2i: 1, argon2id: 2 } as const

/** Loads the native library, which takes some milliseconds, and makes a hasher with these parameters. */
export async function createPasswordHasher(values: Values): Promise<PasswordHasher> {
  const library = await import('@node-rs/argon2')
  const { timeCost, memoryCost, parallelism, hashLen, saltLen } = values
  const algorithm = variants[values.variant]

  async function hash(plain: string): Promise<string> {
    if (plain === '') throw new EmptyPasswordError()
    const salt = randomBytes(saltLen)
    return library.hash(encode(plain), {
      timeCost,
      memoryCost,
      parallelism,
      outputLen: hashLen,
      algorithm,
      salt
    })
  }

  async function matches(stored: string, plain: string): Promise<boolean> {
    return library.verify(stored, encode(plain)).catch(() => false)
  }

  function encode(plain: string): Buffer {
    return Buffer.from(plain, values.encoding)
  }

  const decoy = await hash(randomBytes(16).toString('hex'))

  return {
    hash,
    async verify(stored, plain) {
      if (!(await matches(stored, plain))) throw new MismatchError()
      return true
    },
    async check(stored, plain) {
      if (stored === null || stored === undefined) {
        await matches(decoy, plain)
        return false
      }
      return matches(stored, plain)
    },
    checkNeedsRehash(stored) {
      const made = library.parseOptions(stored)
      return (
        made.algorithm !== algorithm ||
        made.version !== 1 ||
        made.timeCost !== timeCost ||
        made.memoryCost !== memoryCost ||
        made.parallelism !== parallelism ||
        made.outputLen !== hashLen ||
        made.saltLen !== saltLen
      )
    }
  }
}
