/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`packages/gnar-cli/test/dev-failure.test.ts > TAP > A8 a crash is shown, and the app restarts with the next save > crash 1`] = `
gnar  app/main.ts crashed

  Error: crash

    2 |
    3 | export default async function routes(fastify: FastifyInstance) {
  > 4 |   fastify.get('/', async () => ({ text: setImmediate(() => { throw new Error('crash') }) }))
      |                                                                    ^
    5 | }
    6 |

      at Immediate.<anonymous> (app/crash/apis.ts:4:68)
      … <n> frames elsewhere

gnar  Every request returns this error. Save a file to restart.

`

exports[`packages/gnar-cli/test/dev-failure.test.ts > TAP > A8 a main module that never calls run() is an error that says so > must match snapshot 1`] = `
gnar  app/main.ts failed to start

  the app exited with code 0 before it called run() of a GnarApp

gnar  Nothing is being served yet. Save a fix to continue.

`

exports[`packages/gnar-cli/test/dev-failure.test.ts > TAP > A8 when the first start fails, requests get the reason, and a fix is served > first start fails 1`] = `
gnar  app/main.ts failed to start

  FastifyError: the step preconfig failed: no secrets

    1 | import { GnarApp } from 'gnar-gear'
    2 |
  > 3 | await new GnarApp('my_gnarly_app', { production: false, port: 0, noDb: true, noJwt: true , steps: { preconfig() { throw new Error("no secrets") } } }).run()
      |                                                                                                                         ^
    4 |

      … <n> frames elsewhere {
    code: 'GNAR_ERR_GEAR_STEP',
    statusCode: 500,
    cause: Error: no secrets
        at GnarApp.preconfig (app/main.ts:3:121)
      … <n> frames elsewhere
  }

gnar  Every request returns this error. Save a fix to continue.

`

exports[`packages/gnar-cli/test/dev-failure.test.ts > TAP > A8 when the first start fails, requests get the reason, and a fix is served > fixed 1`] = `
gnar  app/main.ts changed
gnar  app/main.ts is working again
gnar  Gnar-MyGnarlyApp development server is up at http://localhost:<port> (<n> ms)

`
