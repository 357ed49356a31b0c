/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`packages/gnar-gear/test/start.test.ts > TAP > A1 A9 two lines start a service, which says so in the words of the original > A7 A9 in production, on all addresses, without request lines and CORS > must match snapshot 1`] = `
<time> INFO     gnar-logger:<line>   Logging at INFO
<time> INFO     gnar-gear:<line>   Failures respond with status 200 and { error }; for their own status, set errors: { style: 'http' }
<time> INFO     gnar-argon2:<line>   Argon2 PasswordHasher instantiated with argon2id, time cost 2, memory cost 19456 KiB, parallelism 2
<time> INFO     gnar-pg:<line>   Database connected at 127.0.0.1:<port>/gnar@gnar
<time> INFO     gnar-jwt:<line>   JWT configured, tokens expire in 15 minutes
<time> INFO     gnar-gear:<line>   Listening on /hi (app/greeting/hello.routes.ts)
<time> INFO     gnar-gear:<line>   Listening on /user (app/user/apis.ts)
<time> INFO     gnar-sqs:<line>   Polling SQS queue gnar-queue every 60 seconds
<time> INFO     fastify:<line>   Gnar-MyGnarlyApp is up at http://[::]:<port>

`

exports[`packages/gnar-gear/test/start.test.ts > TAP > A1 A9 two lines start a service, which says so in the words of the original > A8 A9 in development, with how to watch > must match snapshot 1`] = `
<time> INFO     gnar-logger:<line>   Logging at INFO
<time> INFO     gnar-gear:<line>   Failures respond with status 200 and { error }; for their own status, set errors: { style: 'http' }
<time> INFO     gnar-argon2:<line>   Argon2 PasswordHasher instantiated with argon2id, time cost 2, memory cost 19456 KiB, parallelism 2
<time> INFO     gnar-pg:<line>   Database connected at 127.0.0.1:<port>/gnar@gnar
<time> INFO     gnar-jwt:<line>   JWT configured, tokens expire in 15 minutes
<time> INFO     gnar-openapi:<line>   API documentation at /docs
<time> INFO     gnar-gear:<line>   Listening on /hi (app/greeting/hello.routes.ts)
<time> INFO     gnar-gear:<line>   Listening on /user (app/user/apis.ts)
<time> INFO     gnar-sqs:<line>   Polling SQS queue gnar-queue every 60 seconds
<time> INFO     gnar-gear:<line>   To reload on save, run npx gnar dev packages/gnar-gear/test/fixtures/piste/app/main.ts
<time> INFO     fastify:<line>   Gnar-MyGnarlyApp development server is up at http://127.0.0.1:<port>

`
