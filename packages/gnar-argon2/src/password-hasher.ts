import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { FastifyBaseLogger } from 'fastify'
import type { PluginValues } from 'gnar-env'
import pLimit from 'p-limit'
import { BusyError, EmptyPasswordError, InvalidHashError, MismatchError, PasswordError } from './errors.ts'
import { passwordBytes } from './password-bytes.ts'
import type { settings } from './settings.ts'
import { readStoredHash, type StoredHash } from './stored-hash.ts'

type Values = PluginValues<typeof settings>
type ReadableHash = Exclude<StoredHash, { fault: string }>

/** Hashes and checks passwords; every hash is computed on libuv's threads, never on the event loop. */
export interface PasswordHasher {
  /**
   * @returns the hash of a password as a PHC string, with a fresh salt
   * @throws EmptyPasswordError, PasswordError, BusyError
   */
  hash(plain: string): Promise<string>
  /**
   * @throws MismatchError when the password does not belong to the hash
   * @throws InvalidHashError when the hash is malformed or above the ceilings
   * @throws PasswordError, BusyError
   */
  verify(hash: string, plain: string): Promise<true>
  /**
   * Like `verify`, as true or false; never throws for a malformed or absent hash, nor for a password of any shape.
   * @throws BusyError
   */
  check(hash: string | null | undefined, plain: string): Promise<boolean>
  /**
   * Whether a stored hash was made with other parameters than today's, so that it should be made anew at login.
   * @throws InvalidHashError
   */
  checkNeedsRehash(hash: string): boolean
}

const variants = { argon2d: 0, argon2i: 1, argon2id: 2 } as const

/** The library's name for version 19 of Argon2, in which hashes are made. */
const version = 1

/** Loads the native library, which takes some milliseconds, and makes a hasher with these parameters. */
export async function createPasswordHasher(values: Values, log: FastifyBaseLogger): Promise<PasswordHasher> {
  const library = await import('@node-rs/argon2')
  const { timeCost, memoryCost, parallelism, hashLen: outputLen, saltLen, encoding, maxQueue } = values
  const today = { timeCost, memoryCost, parallelism, outputLen, algorithm: variants[values.variant], version }
  const ceilings = {
    maxMemoryCost: Math.max(values.maxMemoryCost, memoryCost),
    maxTimeCost: Math.max(values.maxTimeCost, timeCost)
  }
  const limit = pLimit(values.maxConcurrent)
  const noSuchUser = decoy(values)

  return {
    async hash(plain) {
      if (plain === '') throw new EmptyPasswordError()
      const password = passwordBytes(plain, encoding)
      if ('fault' in password) throw new PasswordError(password.fault)
      return inTurn(() => library.hash(password.bytes, { ...today, salt: randomBytes(saltLen) }))
    },
    async verify(stored, plain) {
      const hash = read(stored)
      if ('fault' in hash) throw new InvalidHashError(hash.fault)
      const password = passwordBytes(plain, encoding)
      if ('fault' in password) throw new PasswordError(password.fault)
      if (!(await matches(hash, password.bytes))) throw new MismatchError()
      return true
    },
    async check(stored, plain) {
      const password = passwordBytes(plain, encoding)
      if ('fault' in password) return false
      const hash = read(stored ?? noSuchUser)
      return 'parameters' in hash && matches(hash, password.bytes)
    },
    checkNeedsRehash(stored) {
      const hash = read(stored)
      if ('fault' in hash) throw new InvalidHashError(hash.fault)
      const wanted = { ...today, saltLen }
      return Object.entries(wanted).some(
        ([name, value]) => hash.parameters[name as keyof typeof wanted] !== value
      )
    }
  }

  function read(stored: string) {
    const hash = readStoredHash(library.parseOptions, stored, ceilings)
    if ('fault' in hash && hash.excessive) log.warn(`A stored password hash was refused: ${hash.fault}`)
    return hash
  }

  /** Computes the hash anew, since the library's own `verify` takes no bytes that are not UTF-8. */
  async function matches(hash: ReadableHash, password: Buffer): Promise<boolean> {
    const { parameters, salt, output } = hash
    const computed = await inTurn(() => library.hashRaw(password, { ...parameters, salt }))
    return timingSafeEqual(computed, output)
  }

  async function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const { activeCount, pendingCount, concurrency } = limit
    if (activeCount + pendingCount >= concurrency + maxQueue) throw new BusyError(pendingCount)
    return limit(work)
  }
}

/** A hash of today's parameters that no password has, to be checked where there is no user. */
function decoy({ variant, memoryCost, timeCost, parallelism, saltLen, hashLen }: Values): string {
  const random = (bytes: number) => randomBytes(bytes).toString('base64').replace(/=+$/, '')
  return `$${variant}$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$${random(saltLen)}$${random(hashLen)}`
}
