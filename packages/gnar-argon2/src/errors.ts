import { createError } from '@fastify/error'

/** `GNAR_ERR_ARGON2_EMPTY_PASSWORD`: there is no password to hash. */
export const EmptyPasswordError = createError<'GNAR_ERR_ARGON2_EMPTY_PASSWORD', 500>(
  'GNAR_ERR_ARGON2_EMPTY_PASSWORD',
  'an empty password cannot be hashed: require at least one character in the schema of the route',
  500
)

/** `GNAR_ERR_ARGON2_PASSWORD`: a password has no bytes that every Argon2 library would hash alike. */
export const PasswordError = createError<'GNAR_ERR_ARGON2_PASSWORD', 500, [string]>(
  'GNAR_ERR_ARGON2_PASSWORD',
  'this password cannot be hashed: %s',
  500
)

/** `GNAR_ERR_ARGON2_MISMATCH`: the password given to `argon2.verify` does not match the hash. */
export const MismatchError = createError<'GNAR_ERR_ARGON2_MISMATCH', 500>(
  'GNAR_ERR_ARGON2_MISMATCH',
  'the password does not match the hash: to get true or false instead, use checkPasswordHash',
  500
)

/** `GNAR_ERR_ARGON2_INVALID_HASH`: a stored hash is malformed, or costs more than the limits allow. */
export const InvalidHashError = createError<'GNAR_ERR_ARGON2_INVALID_HASH', 500, [string]>(
  'GNAR_ERR_ARGON2_INVALID_HASH',
  'the stored password hash cannot be used: %s',
  500
)

/** `GNAR_ERR_ARGON2_BUSY`: `maxQueue` hashes are waiting already. */
export const BusyError = createError<'GNAR_ERR_ARGON2_BUSY', 503, [number]>(
  'GNAR_ERR_ARGON2_BUSY',
  '%d password hashes are waiting already: try again later, or raise maxQueue',
  503
)
