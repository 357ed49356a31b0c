import { choice, integer } from 'gnar-env'

/** The plugin's options and variables: what is validated, typed, listed by `gnar env` and shown in the README. */
export const settings = {
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
  /** How a password becomes bytes. Default utf-8. */
  encoding: choice(['utf-8', 'latin1', 'utf-16le'], {
    variable: 'ARGON2_ENCODING',
    default: 'utf-8',
    meaning: 'encoding of passwords'
  }),
  /** Kind of Argon2. Default argon2id, as RFC 9106 recommends. */
  variant: choice(['argon2id', 'argon2i', 'argon2d'], {
    variable: 'ARGON2_VARIANT',
    default: 'argon2id',
    meaning: 'kind of Argon2'
  })
}
