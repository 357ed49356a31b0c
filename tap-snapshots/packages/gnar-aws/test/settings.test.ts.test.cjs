/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`packages/gnar-aws/test/settings.test.ts > TAP > M2 half a key, a lone session token and two kinds of credentials are errors > must match snapshot 1`] = `
GNAR_SNOW_SECRET_ACCESS_KEY is required because GNAR_SNOW_ACCESS_KEY_ID is set: set both halves of the key, or neither
GNAR_SNOW_ACCESS_KEY_ID is required because GNAR_SNOW_SECRET_ACCESS_KEY is set: set both halves of the key, or neither
GNAR_SNOW_SESSION_TOKEN needs the accessKeyId and the secretAccessKey that were issued with it
GNAR_SNOW_ACCESS_KEY_ID and option credentials of gnar-snow cannot be combined: choose one
GNAR_SNOW_ACCESS_KEY_ID and option profile of gnar-snow cannot be combined: choose one
GNAR_SNOW_ACCESS_KEY_ID and option credentials of gnar-snow and GNAR_SNOW_PROFILE cannot be combined: choose one
GNAR_SNOW_ENDPOINT (URL of an emulator in place of AWS) must be a URL that starts with http:// or https://, found "localhost:1"; for example GNAR_SNOW_ENDPOINT=http://127.0.0.1:8005
`
