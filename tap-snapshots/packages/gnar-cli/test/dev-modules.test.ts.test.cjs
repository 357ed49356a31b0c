/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`packages/gnar-cli/test/dev-modules.test.ts > TAP > A8 a route module that fails in any way is shown, and all others serve > a missing import 1`] = `
gnar  app/user/apis.ts changed
gnar  app/user/apis.ts failed to load; /user will return this error until you fix it

  Error [ERR_MODULE_NOT_FOUND]: Cannot find module 'app/user/nix.ts' imported from app/user/apis.ts

gnar  reloaded in <n> ms

`

exports[`packages/gnar-cli/test/dev-modules.test.ts > TAP > A8 a route module that fails in any way is shown, and all others serve > a syntax error 1`] = `
gnar  app/user/apis.ts changed
gnar  app/user/apis.ts failed to load; /user will return this error until you fix it

  Error: Transform failed with 1 error:
  app/user/apis.ts:6:14: ERROR: Unexpected "="

    4 |   fastify.get('/', async () => ({ text: 'fixed' }))
    5 | }
  > 6 | const broken: = 1
      |               ^
    7 |

gnar  reloaded in <n> ms

`

exports[`packages/gnar-cli/test/dev-modules.test.ts > TAP > A8 a route module that fails in any way is shown, and all others serve > a throw at import 1`] = `
gnar  app/user/apis.ts changed
gnar  app/user/apis.ts failed to load; /user will return this error until you fix it

  TypeError: no luck

    4 |   fastify.get('/', async () => ({ text: 'fixed' }))
    5 | }
  > 6 | throw new TypeError('no luck')
      |       ^
    7 |

gnar  reloaded in <n> ms

`

exports[`packages/gnar-cli/test/dev-modules.test.ts > TAP > A8 a route module that fails in any way is shown, and all others serve > an error in a nested plugin 1`] = `
gnar  app/user/apis.ts changed
gnar  app/user/apis.ts failed to load; /user will return this error until you fix it

  TypeError: nested

    2 |
    3 | export default async function routes(fastify: FastifyInstance) {
  > 4 |   fastify.register(async () => { throw new TypeError('nested') })
      |                                        ^
    5 |   fastify.get('/', async () => ({ text: 'fixed' }))
    6 | }

gnar  reloaded in <n> ms

`

exports[`packages/gnar-cli/test/dev-modules.test.ts > TAP > A8 a route module that fails in any way is shown, and all others serve > an error in the plugin function 1`] = `
gnar  app/user/apis.ts changed
gnar  app/user/apis.ts failed to load; /user will return this error until you fix it

  TypeError: no plugin

    2 |
    3 | export default async function routes(fastify: FastifyInstance) {
  > 4 |   throw new TypeError('no plugin')
      |         ^
    5 |   fastify.get('/', async () => ({ text: 'fixed' }))
    6 | }

gnar  reloaded in <n> ms

`

exports[`packages/gnar-cli/test/dev-modules.test.ts > TAP > A8 a route module that fails in any way is shown, and all others serve > fix 1`] = `
gnar  app/user/apis.ts changed
gnar  app/user/apis.ts is working again
gnar  reloaded in <n> ms

`

exports[`packages/gnar-cli/test/dev-modules.test.ts > TAP > A8 A9 when a module fails on the first start, the address is shown, and the app is up after the fix > first start 1`] = `
gnar  app/broken/apis.ts failed to load; /broken will return this error until you fix it

  TypeError: no luck

  > 1 | throw new TypeError('no luck')
      |       ^
    2 | import type { FastifyInstance } from 'fastify'
    3 |

gnar  all other modules are up at http://localhost:<port> (<n> ms)

`

exports[`packages/gnar-cli/test/dev-modules.test.ts > TAP > A8 A9 when a module fails on the first start, the address is shown, and the app is up after the fix > fix 1`] = `
gnar  app/broken/apis.ts changed
gnar  app/broken/apis.ts is working again
gnar  Gnar-MyGnarlyApp development server is up at http://localhost:<port> (<n> ms)

`
