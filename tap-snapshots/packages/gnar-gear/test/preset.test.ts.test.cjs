/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`packages/gnar-gear/test/preset.test.ts > TAP > A2 on a plain instance one WARNING names what stays as Fastify has it > must match snapshot 1`] = `
WARNING Needs options of Fastify's constructor: requests during a close are answered 503, and a step may take no longer than the pluginTimeout that you set; make the instance with Fastify(gnarServerOptions(options)); answers to malformed URLs keep the style of Fastify, pass errorsServerOptions(options)

`

exports[`packages/gnar-gear/test/preset.test.ts > TAP > A2 the user's own logger and request-id header stay, and the WARNING says what that means > must match snapshot 1`] = `
Needs options of Fastify's constructor: requests during a close are answered 503, and a step may take no longer than the pluginTimeout that you set; make the instance with Fastify(gnarServerOptions(options)); format, redaction and request lines are those of the logger that you made, pass loggerInstance: createLogger(options) and logController: createLogController(options); answers to malformed URLs keep the style of Fastify, pass errorsServerOptions(options)
`

exports[`packages/gnar-gear/test/preset.test.ts > TAP > A4 the problems of all steps are one error, and nothing is started before they are right > must match snapshot 1`] = `
10 problems:
  - GNAR_LOG_LEVEL (least severe level that is logged) must be one of CRITICAL, ERROR, WARNING, INFO, DEBUG, TRACE, FATAL, WARN, SILENT, in any case, found "LOUD"; for example GNAR_LOG_LEVEL=INFO
  - unknown option "memorycost" of gnar-argon2: did you mean "memoryCost"?
  - GNAR_ARGON2_TIME_COST (passes over the memory) must be a whole number from 1 to 4294967295, found "many"; for example GNAR_ARGON2_TIME_COST=2
  - GNAR_ARGON2_MEMORY_COST (memory in KiB) must be at least 16, eight times the parallelism of 2, found 8
  - GNAR_PG_ENDPOINT (host, host:port, socket directory, postgres:// URL or libpq words) is missing: set it, or the option endpoint of gnar-pg; for example GNAR_PG_ENDPOINT=localhost:5432
  - GNAR_PG_DATABASE (name of the database) is missing: set it, or the option database of gnar-pg; for example GNAR_PG_DATABASE=piste
  - GNAR_JWT_SECRET_KEY (signs tokens) is missing: set it, or the option secret of gnar-jwt; for example GNAR_JWT_SECRET_KEY=<32 random bytes>
  - option livePath of gnar-health (path of the liveness probe) must be a path that starts with /, found "up"
  - GNAR_SQS_REGION_NAME (AWS region of SQS) is missing: set it, or the option regionName of gnar-sqs; for example GNAR_SQS_REGION_NAME=eu-west-1
  - option callback of poll gnar-queue of gnar-sqs (called with each message) is missing
`
