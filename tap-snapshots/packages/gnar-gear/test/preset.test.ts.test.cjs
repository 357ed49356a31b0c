/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`packages/gnar-gear/test/preset.test.ts > TAP > A2 on a plain instance one WARNING names what stays as Fastify has it > must match snapshot 1`] = `
WARNING Needs options of Fastify's constructor: serving during shutdown, path parameters of more than 100 characters and the time that a step may take (create the instance with Fastify(gnarServerOptions(options))); the style of responses to malformed URLs (pass errorsServerOptions(options))

`

exports[`packages/gnar-gear/test/preset.test.ts > TAP > A2 the user's own logger and request-id header stay, and the WARNING says what that means > must match snapshot 1`] = `
Needs options of Fastify's constructor: serving during shutdown, path parameters of more than 100 characters and the time that a step may take (create the instance with Fastify(gnarServerOptions(options))); format, redaction and request lines of your own logger (pass loggerInstance: createLogger(options) and logController: createLogController(options)); the style of responses to malformed URLs (pass errorsServerOptions(options))
`

exports[`packages/gnar-gear/test/preset.test.ts > TAP > A4 the problems of all steps are one error, and nothing is started before they are right > must match snapshot 1`] = `
10 problems:
  - GNAR_LOG_LEVEL (least severe level that is logged) must be one of CRITICAL, ERROR, WARNING, INFO, DEBUG, TRACE, FATAL, WARN, SILENT, in any case, found "LOUD"; for example GNAR_LOG_LEVEL=INFO
  - unknown option "memorycost" of gnar-argon2: did you mean "memoryCost"?
  - GNAR_ARGON2_TIME_COST (passes over the memory) must be a whole number from 1 to 4294967295, found "many"; for example GNAR_ARGON2_TIME_COST=2
  - GNAR_ARGON2_MEMORY_COST (memory in KiB) must be at least 16, eight times the parallelism of 2, found 8
  - GNAR_PG_ENDPOINT (host, host:port, socket directory, postgres:// URL or libpq words) is required. Set it, or pass gnar-pg's endpoint option. Example: GNAR_PG_ENDPOINT=localhost:5432
  - GNAR_PG_DATABASE (name of the database) is required. Set it, or pass gnar-pg's database option. Example: GNAR_PG_DATABASE=piste
  - GNAR_JWT_SECRET_KEY (signs tokens) is required. Set it, or pass gnar-jwt's secret option. To make one: openssl rand -base64 32
  - option livePath of gnar-health (path of the liveness probe) must be a path that starts with /, found "up"
  - GNAR_SQS_REGION_NAME (AWS region of SQS) is required. Set it, or pass gnar-sqs's regionName option. Example: GNAR_SQS_REGION_NAME=eu-west-1
  - option callback of poll gnar-queue of gnar-sqs (called with each message) is required
`
