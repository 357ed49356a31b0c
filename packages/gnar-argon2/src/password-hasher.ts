import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { FastifyBaseLogger } from 'fastify'
import { type PluginValues, traced } from 'gnar-env'
import pLimit from 'p-limit'
import { type Argon2HashEvent, type Argon2RefusalEvent, hashChannel, refusalChannel } from './diagnostics.ts'
import { BusyError, EmptyPasswordError, InvalidHashError, MismatchError, PasswordError } from './errors.ts'
import { createPadding } from './padding.ts'
import { passwordBytes } from './password-bytes.ts'
import type { settings } from './settings.ts'
import { readStoredHash, type StoredHash } from './stored-hash.ts'

type Values = PluginValues<typeof settings>
type ReadableHash = Exclude<StoredHash, { fault: string }>

/** Hashes and checks passwords, on libuv's threads, never on the event loop. */
export interface PasswordHasher {
  /**
   * @returns the hash of a password as a PHC string, with a fresh salt
   * @throws EmptyPasswordError, PasswordError, BusyError
   */
  hash(plain: string): Promise<string>
  /**
   * @throws MismatchError when the password does not match the hash
   * @throws InvalidHashError when the hash is malformed or above the ceilings
   * @throws PasswordError, BusyError
   */
  verify(hash: string, plain: string): Promise<true>
  /**
   * Like `verify`, but returns false instead of throwing. Every false takes as long as the slowest hash so far, so that
   * the time does not tell who has an account.
   * @throws BusyError
   */
  check(hash: string | null | undefined, plain: string): Promise<boolean>
  /**
   * Whether a stored hash has other parameters than the current ones, so that it should be replaced at login.
   * @throws InvalidHashError
   */
  checkNeedsRehash(hash: string): boolean
}

const variants = { argon2d: 0, argon2i: 1, argon2id: 2 } as const

/** The library's name for version 19 of Argon2, the one of new hashes. */
const version = 1

/** Loads the native library, which takes some milliseconds, and creates a hasher with these parameters. */
export async function createPasswordHasher(values: Values, log: FastifyBaseLogger): Promise<PasswordHasher> {
  const library = await import('@node-rs/argon2')
  const { timeCost, memoryCost, parallelism, hashLen: outputLen, saltLen, encoding, maxQueue } = values
  const current = {
    timeCost,
    memoryCost,
    parallelism,
    outputLen,
    algorithm: variants[values.variant],
    version
  }
  const ceilings = {
    maxMemoryCost: Math.max(values.maxMemoryCost, memoryCost),
    maxTimeCost: Math.max(values.maxTimeCost, timeCost)
  }
  const limit = pLimit(values.maxConcurrent)
  const padding = createPadding(current)

  return {
    async hash(plain) {
      if (plain === '') throw new EmptyPasswordError()
      const password = passwordBytes(plain, encoding)
      if ('fault' in password) throw new PasswordError(password.fault)
      return queue('hash', () => library.hash(password.bytes, { ...current, salt: randomBytes(saltLen) }))
    },
    async verify(stored, plain) {
      const hash = read(stored)
      if ('fault' in hash) throw new InvalidHashError(hash.fault)
      const password = passwordBytes(plain, encoding)
      if ('fault' in password) throw new PasswordError(password.fault)
      if (!(await queue('verify', () => matches(hash, password.bytes)))) throw new MismatchError()
      return true
    },
    async check(stored, plain) {
      const password = passwordBytes(plain, encoding)
      if ('fault' in password) return false
      const found = read(stored)
      const hash = 'fault' in found ? undefined : found
      return queue('check', async () => {
        const rest = padding.after(hash?.parameters)
        if (hash !== undefined && (await matches(hash, password.bytes))) return true
        if (rest !== undefined) await library.hashRaw(password.bytes, { ...rest, salt: randomBytes(saltLen) })
        return false
      })
    },
    checkNeedsRehash(stored) {
      const hash = read(stored)
      if ('fault' in hash) throw new InvalidHashError(hash.fault)
      const wanted = { ...current, saltLen }
      return Object.entries(wanted).some(
        ([name, value]) => hash.parameters[name as keyof typeof wanted] !== value
      )
    }
  }

  function read(stored: unknown) {
    const hash = readStoredHash(library.parseOptions, stored, ceilings)
    if ('fault' in hash && hash.excessive) log.warn(`A stored password hash was rejected: ${hash.fault}`)
    return hash
  }

  /** Computes the hash and compares it, since the library's own `verify` accepts UTF-8 only. */
  async function matches(hash: ReadableHash, password: Buffer): Promise<boolean> {
    const { parameters, salt, output } = hash
    const computed = await library.hashRaw(password, { ...parameters, salt })
    return timingSafeEqual(computed, output)
  }

  async function queue<Result>(
    operation: Argon2HashEvent['operation'],
    work: () => Promise<Result>
  ): Promise<Result> {
    const { activeCount, pendingCount, concurrency } = limit
    if (activeCount + pendingCount >= concurrency + maxQueue) {
      const event: Argon2RefusalEvent = { operation, waiting: pendingCount }
      if (refusalChannel.hasSubscribers) refusalChannel.publish(event)
      throw new BusyError(pendingCount)
    }
    if (!hashChannel.hasSubscribers) return limit(work)
    const event: Argon2HashEvent = { operation, running: activeCount, waiting: pendingCount }
    const queuedAt = performance.now()
    return traced(hashChannel, event, () =>
      limit(() => {
        event.waitMs = performance.now() - queuedAt
        return work()
      })
    )
  }
}
