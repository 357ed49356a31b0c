import { availableParallelism } from 'node:os'
import { choice, custom, defineSettings, integer } from 'gnar-env'
import { type Encoding, encodings, toEncoding } from './password-bytes.ts'
import { type Profile, profiles } from './profiles.ts'

/** Number of libuv's threads without `UV_THREADPOOL_SIZE`. */
const libuvThreads = 4

/** Hashes run on libuv's threads. */
const threads = Number.parseInt(process.env.UV_THREADPOOL_SIZE ?? '', 10) || libuvThreads

const table = {
  /** Published parameters by name; overrides the environment, and is overridden by single options. */
  profile: choice(Object.keys(profiles) as Profile[], {
    meaning: 'published parameters by name',
    implies: (profile) => profiles[profile]
  }),
  /** Passes over the memory. Default 2, from the original's page and OWASP's first choice. */
  timeCost: integer({
    variable: 'ARGON2_TIME_COST',
    min: 1,
    max: 2 ** 32 - 1,
    default: 2,
    meaning: 'passes over the memory'
  }),
  /** Memory in KiB. Default 19456, OWASP's minimum for Argon2id with two passes. */
  memoryCost: integer({
    variable: 'ARGON2_MEMORY_COST',
    min: 8,
    max: 2 ** 32 - 1,
    default: 19456,
    meaning: 'memory in KiB'
  }),
  /** Lanes; changes the hash. Default 2. */
  parallelism: integer({ variable: 'ARGON2_PARALLELISM', min: 1, max: 255, default: 2, meaning: 'lanes' }),
  /** Length of the hash in bytes. Default 16. */
  hashLen: integer({
    variable: 'ARGON2_HASH_LEN',
    min: 4,
    max: 1024,
    default: 16,
    meaning: 'length of the hash in bytes'
  }),
  /** Length of the random salt in bytes. Default 16. */
  saltLen: integer({
    variable: 'ARGON2_SALT_LEN',
    min: 8,
    max: 48,
    default: 16,
    meaning: 'length of the random salt in bytes'
  }),
  /** Encoding of passwords; the variable accepts Python's names as well. Default utf-8. */
  encoding: custom<Encoding>()({
    variable: 'ARGON2_ENCODING',
    default: 'utf-8',
    example: 'utf-8',
    meaning: 'encoding of passwords',
    parse: toEncoding,
    check: (value) =>
      encodings.includes(value as Encoding) ? undefined : `must be one of ${encodings.join(', ')}`
  }),
  /** Kind of Argon2. Default argon2id, as RFC 9106 recommends. */
  variant: choice(['argon2id', 'argon2i', 'argon2d'], {
    variable: 'ARGON2_VARIANT',
    default: 'argon2id',
    meaning: 'kind of Argon2'
  }),
  /**
   * Maximum number of hashes at once. Default: one less than the cores or libuv's threads, whichever are fewer, at
   * least 1. A full thread pool delays file reads and DNS lookups, and a hash on each core delays short requests.
   */
  maxConcurrent: integer({
    variable: 'ARGON2_MAX_CONCURRENT',
    min: 1,
    max: 1024,
    default: Math.max(1, Math.min(availableParallelism(), threads) - 1),
    meaning: 'maximum number of hashes at once'
  }),
  /** Maximum number of hashes that wait. Default 1000. */
  maxQueue: integer({
    variable: 'ARGON2_MAX_QUEUE',
    min: 0,
    max: 1_000_000,
    default: 1000,
    meaning: 'maximum number of hashes that wait'
  }),
  /** Maximum memory of a stored hash in KiB, or `memoryCost` if that is more. Default 262144, libsodium's "moderate". */
  maxMemoryCost: integer({
    variable: 'ARGON2_MAX_MEMORY_COST',
    min: 8,
    max: 2 ** 32 - 1,
    default: 262_144,
    meaning: 'maximum memory of a stored hash in KiB'
  }),
  /** Maximum passes of a stored hash, or `timeCost` if that is more. Default 100. */
  maxTimeCost: integer({
    variable: 'ARGON2_MAX_TIME_COST',
    min: 1,
    max: 2 ** 32 - 1,
    default: 100,
    meaning: 'maximum passes of a stored hash'
  })
}

/** The plugin's options and variables: the source of its validation, its types, `gnar env` and the README table. */
export const settings = defineSettings('gnar-argon2', table, [
  {
    of: ['memoryCost', 'parallelism'],
    // RFC 9106, section 3.1: Argon2 needs 8 KiB for each lane.
    check: ({ memoryCost = 0, parallelism = 0 }, { subject }) =>
      memoryCost >= 8 * parallelism
        ? undefined
        : `${subject('memoryCost')} (memory in KiB) must be at least ${8 * parallelism}, eight times the parallelism of ${parallelism}, found ${memoryCost}`
  }
])
