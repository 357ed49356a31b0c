/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`packages/gnar-cli/test/inspect-app.test.ts > TAP > an app that fails to start is an error instead of a list > must match snapshot 1`] = `
gnar: app/main.ts failed to start; fix this and retry

Error: Transform failed with 1 error:
app/main.ts:1:14: ERROR: Unexpected "="

> 1 | const broken: = 1
    |               ^
  2 |

`

exports[`packages/gnar-cli/test/inspect-app.test.ts > TAP > gnar routes lists method, path, access and module, without starting anything > gnar routes --json 1`] = `
Object {
  "failures": Array [],
  "routes": Array [
    Object {
      "access": "open",
      "method": "GET",
      "path": "/health/live",
    },
    Object {
      "access": "open",
      "method": "GET",
      "path": "/health/ready",
    },
    Object {
      "access": "open",
      "method": "GET",
      "path": "/health/startup",
    },
    Object {
      "access": "protected",
      "file": "app/secret/apis.ts",
      "method": "GET",
      "path": "/secret",
    },
    Object {
      "access": "open",
      "file": "app/secret/apis.ts",
      "method": "POST",
      "path": "/secret/open",
    },
    Object {
      "access": "open",
      "file": "app/user/apis.ts",
      "method": "GET",
      "path": "/user",
    },
  ],
}
`

exports[`packages/gnar-cli/test/inspect-app.test.ts > TAP > gnar routes lists method, path, access and module, without starting anything > gnar routes 1`] = `
METHOD  PATH             ACCESS     MODULE
GET     /health/live     open
GET     /health/ready    open
GET     /health/startup  open
GET     /secret          protected  app/secret/apis.ts
POST    /secret/open     open       app/secret/apis.ts
GET     /user            open       app/user/apis.ts

`

exports[`packages/gnar-cli/test/inspect-app.test.ts > TAP > R4 gnar routes shows a module that fails to load, and exits with 1 > must match snapshot 1`] = `

app/broken/apis.ts failed to load

Error: no luck

> 1 | throw new Error('no luck')
    |       ^
  2 | import type { FastifyInstance } from 'fastify'
  3 |

`
