/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`packages/gnar-argon2/test/password-hash.test.ts > TAP > H2 a value out of range is an error that states the range > must match snapshot 1`] = `
9 problems:
  - option profile of gnar-argon2 (published parameters by name) must be one of owasp, rfc9106-low-memory, rfc9106, original, found "best"
  - GNAR_ARGON2_TIME_COST (passes over the memory) must be a whole number from 1 to 4294967295, found "0"; for example GNAR_ARGON2_TIME_COST=2
  - GNAR_ARGON2_MEMORY_COST (memory in KiB) must be a whole number from 8 to 4294967295, found "7"; for example GNAR_ARGON2_MEMORY_COST=19456
  - GNAR_ARGON2_PARALLELISM (lanes) must be a whole number from 1 to 255, found "256"; for example GNAR_ARGON2_PARALLELISM=2
  - GNAR_ARGON2_HASH_LEN (length of the hash in bytes) must be a whole number from 4 to 1024, found "3"; for example GNAR_ARGON2_HASH_LEN=16
  - GNAR_ARGON2_SALT_LEN (length of the random salt in bytes) must be a whole number from 8 to 48, found "7"; for example GNAR_ARGON2_SALT_LEN=16
  - GNAR_ARGON2_ENCODING (encoding of passwords) must be one of utf-8, latin1, utf-16le, ascii, found "ebcdic"; for example GNAR_ARGON2_ENCODING=utf-8
  - GNAR_ARGON2_VARIANT (kind of Argon2) must be one of argon2id, argon2i, argon2d, found "bcrypt"; for example GNAR_ARGON2_VARIANT=argon2id
  - option maxConcurrent of gnar-argon2 (maximum number of hashes at once) must be a whole number from 1 to 1024, found 0
`

exports[`packages/gnar-argon2/test/password-hash.test.ts > TAP > H4 a profile overrides the environment, and single options override the profile > must match snapshot 1`] = `
Argon2 PasswordHasher instantiated with argon2i, time cost 2, memory cost 512 KiB, parallelism 2
Argon2 PasswordHasher instantiated with argon2id, time cost 2, memory cost 19456 KiB, parallelism 1
Argon2 PasswordHasher instantiated with argon2id, time cost 3, memory cost 65536 KiB, parallelism 4
Argon2 PasswordHasher instantiated with argon2id, time cost 1, memory cost 2097152 KiB, parallelism 4
Argon2 PasswordHasher instantiated with argon2id, time cost 1, memory cost 64 KiB, parallelism 4
`
