import createError from '@fastify/error'

/** `GNAR_ERR_ARGON2_EMPTY_PASSWORD`: there is no password to hash. */
export const EmptyPasswordError = createError<'GNAR_ERR_ARGON2_EMPTY_PASSWORD', 500>(
  'GNAR_ERR_ARGON2_EMPTY_PASSWORD',
  'an empty password cannot be hashed: require at least one character in the schema of the route',
  500
)

/** `GNAR_ERR_ARGON2_PASSWORD`: a password cannot become bytes that any Argon2 library would hash alike. */
export const PasswordError = createError<'GNAR_ERR_ARGON2_PASSWORD', 500, [string]>(
  'GNAR_ERR_ARGON2_PASSWORD',
  'this password cannot be hashed: %s',
  500
)

/** `GNAR_ERR_ARGON2_MISMATCH`: `argon2.verify` was given a password that does not belong to the hash. */
export const MismatchError = createError<'GNAR_ERR_ARGON2_MISMATCH', 500>(
  'GNAR_ERR_ARGON2_MISMATCH',
  'the password does not match the hash: use checkPasswordHash for an answer that is true or false',
  500
)

/** `GNAR_ERR_ARGON2_INVALID_HASH`: a stored hash is malformed, or asks for more than the ceilings allow. */
export const InvalidHashError = createError<'GNAR_ERR_ARGON2_INVALID_HASH', 500, [string]>(
  'GNAR_ERR_ARGON2_INVALID_HASH',
  'the stored password hash is refused: %s',
  500
)

/** `GNAR_ERR_ARGON2_BUSY`: as many hashes wait as `maxQueue` allows. */
export const BusyError = createError<'GNAR_ERR_ARGON2_BUSY', 503, [number]>(
  'GNAR_ERR_ARGON2_BUSY',
  '%d password hashes are waiting already: try again later, or raise maxQueue',
  503
)
