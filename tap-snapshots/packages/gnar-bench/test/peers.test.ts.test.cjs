/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`packages/gnar-bench/test/peers.test.ts > TAP > B5 each app of the benchmark does the same job > must match snapshot 1`] = `
Array [
  Object {
    "body": Object {
      "status": "ok",
    },
    "cacheControl": null,
    "claims": undefined,
    "path": "/hello",
    "requestId": "powder",
    "status": 200,
    "type": "application/json",
  },
  Object {
    "body": Object {
      "error": "Missing Authorization Header",
    },
    "cacheControl": null,
    "claims": undefined,
    "path": "/protected",
    "requestId": "powder",
    "status": 200,
    "type": "application/json",
  },
  Object {
    "body": Object {
      "identity": "ic3b3rg",
    },
    "cacheControl": "no-store",
    "claims": Array [
      "auth_time",
      "exp",
      "fresh",
      "iat",
      "identity",
      "jti",
      "nbf",
      "sid",
      "sub",
      "type",
    ],
    "path": "/protected",
    "requestId": "powder",
    "status": 200,
    "type": "application/json",
  },
  Object {
    "body": Object {
      "error": "Signature verification failed",
    },
    "cacheControl": null,
    "claims": undefined,
    "path": "/protected",
    "requestId": "powder",
    "status": 200,
    "type": "application/json",
  },
  Object {
    "body": Object {
      "email": "7@example.com",
      "id": 7,
      "name": "rider 7",
    },
    "cacheControl": null,
    "claims": undefined,
    "path": "/rider/7",
    "requestId": "powder",
    "status": 200,
    "type": "application/json",
  },
  Object {
    "body": Object {
      "error": "Bench API Error",
      "requestId": "powder",
    },
    "cacheControl": null,
    "claims": undefined,
    "path": "/broken",
    "requestId": "powder",
    "status": 200,
    "type": "application/json",
  },
  Object {
    "body": Object {
      "error": "Route GET:/nowhere not found, check the method and the path",
      "requestId": "powder",
    },
    "cacheControl": null,
    "claims": undefined,
    "path": "/nowhere",
    "requestId": "powder",
    "status": 200,
    "type": "application/json",
  },
]
`
