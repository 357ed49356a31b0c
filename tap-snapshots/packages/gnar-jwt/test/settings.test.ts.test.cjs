/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`packages/gnar-jwt/test/settings.test.ts > TAP > J1 a secret that is missing, empty or a key of another kind is an error that names it > must match snapshot 1`] = `
GNAR_JWT_SECRET_KEY (signs tokens) is required. Set it, or pass gnar-jwt's secret option. To make one: openssl rand -base64 32
GNAR_JWT_SECRET_KEY (signs tokens) is empty. Set it, or pass gnar-jwt's secret option. To make one: openssl rand -base64 32
GNAR_JWT_SECRET_KEY (signs tokens) must be text that is not empty, found a secret of 2 characters; for example GNAR_JWT_SECRET_KEY=<32 random bytes>
option secret of gnar-jwt (signs tokens) must be text that is not empty, found a secret of 0 characters
option secret of gnar-jwt (signs tokens) must be text that is not empty, found a secret that is not text
option secret of gnar-jwt (signs tokens) must be text that is not empty, found a secret that is not text
option secret of gnar-jwt (signs tokens) must be a shared secret, not a PEM key (PUBLIC KEY), found a secret of 30 characters
GNAR_JWT_SECRET_KEY (signs tokens) must be a shared secret, not a PEM key (RSA PRIVATE KEY), found a secret of 36 characters; for example GNAR_JWT_SECRET_KEY=<32 random bytes>
option secret of gnar-jwt (signs tokens) must be a shared secret, not a JSON Web Key (JWK, RSA), found a secret that is not text
option secret of gnar-jwt (signs tokens) must be a shared secret, not a JSON Web Key (JWK, oct), found a secret of 28 characters
option secret of gnar-jwt (signs tokens) must be a shared secret, not a JSON Web Key Set (JWKS), found a secret of 39 characters
option previousSecret of gnar-jwt (the previous secret, still accepted during rotation) must be a shared secret, not a PEM key (CERTIFICATE), found a secret of 27 characters
option previousSecret of gnar-jwt (the previous secret, still accepted during rotation) must be text that is not empty, found a secret of 0 characters
2 problems:
  - GNAR_JWT_ACCESS_TOKEN_EXPIRES_MINUTES (lifetime of a token in minutes) must be a whole number from 1 to 5256000, found "soon"; for example GNAR_JWT_ACCESS_TOKEN_EXPIRES_MINUTES=15
  - GNAR_JWT_MAX_SESSION_MINUTES (maximum duration of a session in minutes) must be a whole number from 1 to 5256000, found "-1"; for example GNAR_JWT_MAX_SESSION_MINUTES=1
unknown option "isRevokd" of gnar-jwt: did you mean "isRevoked"?
option isRevoked of gnar-jwt (whether a token is revoked) must be a function, found true
`

exports[`packages/gnar-jwt/test/settings.test.ts > TAP > J1 J10 a weak secret or one that ends in white space logs a warning without showing it > must match snapshot 1`] = `
Array [
  "30 JWT configured, tokens expire in 15 minutes",
]
`

exports[`packages/gnar-jwt/test/settings.test.ts > TAP > J1 J10 a weak secret or one that ends in white space logs a warning without showing it > must match snapshot 2`] = `
Array [
  "40 The JWT secret is only 5 bytes long, so anyone with a token can brute-force it: set GNAR_JWT_SECRET_KEY to at least 32 random bytes (openssl rand -base64 32)",
  "30 JWT configured, tokens expire in 15 minutes",
]
`

exports[`packages/gnar-jwt/test/settings.test.ts > TAP > J1 J10 a weak secret or one that ends in white space logs a warning without showing it > must match snapshot 3`] = `
Array [
  "40 The JWT secret is only 7 bytes long, so anyone with a token can brute-force it: set MY_JWT_SECRET_KEY to at least 32 random bytes (openssl rand -base64 32)",
  "30 JWT configured, tokens expire in 15 minutes",
]
`

exports[`packages/gnar-jwt/test/settings.test.ts > TAP > J1 J10 a weak secret or one that ends in white space logs a warning without showing it > must match snapshot 4`] = `
Array [
  "40 The JWT secret is only 5 bytes long, so anyone with a token can brute-force it: set GNAR_JWT_SECRET_KEY to at least 32 random bytes (openssl rand -base64 32)",
  "30 JWT configured, tokens expire in 15 minutes",
]
`

exports[`packages/gnar-jwt/test/settings.test.ts > TAP > J1 J10 a weak secret or one that ends in white space logs a warning without showing it > must match snapshot 5`] = `
Array [
  "40 GNAR_JWT_SECRET_KEY ends in white space, such as the newline of a file, which is part of the secret: remove it, or make sure that every service has it",
  "30 JWT configured, tokens expire in 15 minutes",
]
`

exports[`packages/gnar-jwt/test/settings.test.ts > TAP > J1 J10 a weak secret or one that ends in white space logs a warning without showing it > must match snapshot 6`] = `
Array [
  "40 GNAR_JWT_SECRET_KEY_PREVIOUS ends in white space, such as the newline of a file, which is part of the secret: remove it, or make sure that every service has it",
  "30 JWT configured, tokens expire in 15 minutes",
]
`
