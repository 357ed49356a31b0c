/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`packages/gnar-jwt/test/settings.test.ts > TAP > J1 a missing or empty secret is an error that names the variable > must match snapshot 1`] = `
GNAR_JWT_SECRET_KEY (signs tokens) is required. Set it, or pass gnar-jwt's secret option. To make one: openssl rand -base64 32
GNAR_JWT_SECRET_KEY (signs tokens) is empty. Set it, or pass gnar-jwt's secret option. To make one: openssl rand -base64 32
GNAR_JWT_SECRET_KEY (signs tokens) must be text that is not empty, found a secret of 2 characters; for example GNAR_JWT_SECRET_KEY=<32 random bytes>
option secret of gnar-jwt (signs tokens) must be text that is not empty, found a secret of 0 characters
option secret of gnar-jwt (signs tokens) must be text that is not empty, found a secret that is not text
option secret of gnar-jwt (signs tokens) must be text that is not empty, found a secret that is not text
option secret of gnar-jwt (signs tokens) must be a shared secret, not a PEM key, found a secret of 30 characters
option previousSecret of gnar-jwt (secret of before a rotation, which still verifies) must be text that is not empty, found a secret of 0 characters
2 problems:
  - GNAR_JWT_ACCESS_TOKEN_EXPIRES_MINUTES (life of a token in minutes) must be a whole number from 1 to 5256000, found "soon"; for example GNAR_JWT_ACCESS_TOKEN_EXPIRES_MINUTES=15
  - GNAR_JWT_MAX_SESSION_MINUTES (minutes that a session lasts at most) must be a whole number from 1 to 5256000, found "-1"; for example GNAR_JWT_MAX_SESSION_MINUTES=1
unknown option "isRevokd" of gnar-jwt: did you mean "isRevoked"?
option isRevoked of gnar-jwt (whether a token was revoked) must be a function, found true
`

exports[`packages/gnar-jwt/test/settings.test.ts > TAP > J1 in production a secret under 32 bytes logs a warning, which does not show it > must match snapshot 1`] = `
Array [
  "30 JWT configured, tokens expire in 15 minutes",
]
`

exports[`packages/gnar-jwt/test/settings.test.ts > TAP > J1 in production a secret under 32 bytes logs a warning, which does not show it > must match snapshot 2`] = `
Array [
  "40 A JWT secret has 5 bytes and can be guessed from any token: set GNAR_JWT_SECRET_KEY to at least 32 random bytes",
  "30 JWT configured, tokens expire in 15 minutes",
]
`

exports[`packages/gnar-jwt/test/settings.test.ts > TAP > J1 in production a secret under 32 bytes logs a warning, which does not show it > must match snapshot 3`] = `
Array [
  "40 A JWT secret has 7 bytes and can be guessed from any token: set MY_JWT_SECRET_KEY to at least 32 random bytes",
  "30 JWT configured, tokens expire in 15 minutes",
]
`

exports[`packages/gnar-jwt/test/settings.test.ts > TAP > J1 in production a secret under 32 bytes logs a warning, which does not show it > must match snapshot 4`] = `
Array [
  "30 JWT configured, tokens expire in 15 minutes",
]
`
