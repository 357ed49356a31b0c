/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`packages/gnar-argon2/test/stored-hash.test.ts > TAP > H5 a stored hash above the limits is rejected without computing it, with a log line > must match snapshot 1`] = `
Argon2 PasswordHasher instantiated with argon2id, time cost 1, memory cost 64 KiB, parallelism 1
A stored password hash was rejected: its memory cost of 4194304 is above 262144; if that hash is yours, raise maxMemoryCost
A stored password hash was rejected: its memory cost of 4194304 is above 262144; if that hash is yours, raise maxMemoryCost
A stored password hash was rejected: its time cost of 4294967295 is above 100; if that hash is yours, raise maxTimeCost
A stored password hash was rejected: its time cost of 4294967295 is above 100; if that hash is yours, raise maxTimeCost
A stored password hash was rejected: its parallelism of 20000 is above 255
A stored password hash was rejected: its parallelism of 20000 is above 255
`
