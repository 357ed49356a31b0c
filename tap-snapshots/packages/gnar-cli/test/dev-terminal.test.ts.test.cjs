/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`packages/gnar-cli/test/dev-terminal.test.ts > TAP > A8 options of gnar dev that do not go together are refused in one line > gnar dev --env-prefix MY 1`] = `
gnar: --env-prefix needs --local; the prefix of the app is its option envPrefix

`

exports[`packages/gnar-cli/test/dev-terminal.test.ts > TAP > A8 options of gnar dev that do not go together are refused in one line > gnar dev --local --env-prefix MY- 1`] = `
gnar: Option '--env-prefix <prefix>' argument 'MY-' is invalid. A prefix has letters, digits and underscores, such as GNAR. Run gnar --help to see all commands.

`

exports[`packages/gnar-cli/test/dev-terminal.test.ts > TAP > A8 options of gnar dev that do not go together are refused in one line > gnar dev --local --queue bad name! 1`] = `
gnar: Option '--queue <name>' argument 'bad name!' is invalid. A queue name has at most 80 letters, digits, hyphens and underscores, and may end in .fifo. Run gnar --help to see all commands.

`

exports[`packages/gnar-cli/test/dev-terminal.test.ts > TAP > A8 options of gnar dev that do not go together are refused in one line > gnar dev --queue orders 1`] = `
gnar: --queue needs --local

`

exports[`packages/gnar-cli/test/dev-terminal.test.ts > TAP > A8 options of gnar dev that do not go together are refused in one line > gnar dev --typecheck 1`] = `
gnar: --typecheck needs a tsconfig.json

`

exports[`packages/gnar-cli/test/dev-terminal.test.ts > TAP > A8 options of gnar dev that do not go together are refused in one line > gnar dev --watch libs 1`] = `
gnar: --watch: <folder>/libs does not exist

`
