/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`packages/gnar-gear/test/tarballs.test.ts > TAP > a tarball holds each module with its types, its maps and their source, and nothing else > what else create-gnar holds 1`] = `
Array [
  "LICENSE",
  "README.md",
  "bin/create-gnar.js",
  "package.json",
  "templates/base/Dockerfile",
  "templates/base/README.md",
  "templates/base/_biome.json",
  "templates/base/_dockerignore",
  "templates/base/_env.example",
  "templates/base/_gitignore",
  "templates/base/app/greeting/apis.ts",
  "templates/base/app/main.ts",
  "templates/base/app/options.ts",
  "templates/base/package.json",
  "templates/base/test/greeting.test.ts",
  "templates/javascript/package.json",
  "templates/mail/app/contact/apis.ts",
  "templates/mail/test/contact.test.ts",
  "templates/node-test/package.json",
  "templates/openapi/package.json",
  "templates/postgres/app/note/apis.ts",
  "templates/postgres/migrations/0001_note.sql",
  "templates/postgres/test/note.test.ts",
  "templates/queue/app/work/poll.ts",
  "templates/queue/test/work.test.ts",
  "templates/tap/_taprc",
  "templates/tap/package.json",
  "templates/tokens/app/account/apis.ts",
  "templates/tokens/test/account.test.ts",
  "templates/typescript/package.json",
  "templates/typescript/tsconfig.build.json",
  "templates/typescript/tsconfig.json",
]
`

exports[`packages/gnar-gear/test/tarballs.test.ts > TAP > a tarball holds each module with its types, its maps and their source, and nothing else > what else gnar-argon2 holds 1`] = `
Array [
  "LICENSE",
  "README.md",
  "package.json",
]
`

exports[`packages/gnar-gear/test/tarballs.test.ts > TAP > a tarball holds each module with its types, its maps and their source, and nothing else > what else gnar-aws holds 1`] = `
Array [
  "LICENSE",
  "README.md",
  "package.json",
]
`

exports[`packages/gnar-gear/test/tarballs.test.ts > TAP > a tarball holds each module with its types, its maps and their source, and nothing else > what else gnar-cli holds 1`] = `
Array [
  "LICENSE",
  "README.md",
  "bin/gnar.js",
  "package.json",
]
`

exports[`packages/gnar-gear/test/tarballs.test.ts > TAP > a tarball holds each module with its types, its maps and their source, and nothing else > what else gnar-env holds 1`] = `
Array [
  "LICENSE",
  "README.md",
  "package.json",
]
`

exports[`packages/gnar-gear/test/tarballs.test.ts > TAP > a tarball holds each module with its types, its maps and their source, and nothing else > what else gnar-errors holds 1`] = `
Array [
  "LICENSE",
  "README.md",
  "package.json",
]
`

exports[`packages/gnar-gear/test/tarballs.test.ts > TAP > a tarball holds each module with its types, its maps and their source, and nothing else > what else gnar-gear holds 1`] = `
Array [
  "LICENSE",
  "README.md",
  "package.json",
]
`

exports[`packages/gnar-gear/test/tarballs.test.ts > TAP > a tarball holds each module with its types, its maps and their source, and nothing else > what else gnar-health holds 1`] = `
Array [
  "LICENSE",
  "README.md",
  "package.json",
]
`

exports[`packages/gnar-gear/test/tarballs.test.ts > TAP > a tarball holds each module with its types, its maps and their source, and nothing else > what else gnar-http holds 1`] = `
Array [
  "LICENSE",
  "README.md",
  "package.json",
]
`

exports[`packages/gnar-gear/test/tarballs.test.ts > TAP > a tarball holds each module with its types, its maps and their source, and nothing else > what else gnar-jwt holds 1`] = `
Array [
  "LICENSE",
  "README.md",
  "package.json",
]
`

exports[`packages/gnar-gear/test/tarballs.test.ts > TAP > a tarball holds each module with its types, its maps and their source, and nothing else > what else gnar-local holds 1`] = `
Array [
  "LICENSE",
  "README.md",
  "package.json",
]
`

exports[`packages/gnar-gear/test/tarballs.test.ts > TAP > a tarball holds each module with its types, its maps and their source, and nothing else > what else gnar-logger holds 1`] = `
Array [
  "LICENSE",
  "README.md",
  "package.json",
]
`

exports[`packages/gnar-gear/test/tarballs.test.ts > TAP > a tarball holds each module with its types, its maps and their source, and nothing else > what else gnar-metrics holds 1`] = `
Array [
  "LICENSE",
  "README.md",
  "alerts.yaml",
  "dashboard.json",
  "package.json",
]
`

exports[`packages/gnar-gear/test/tarballs.test.ts > TAP > a tarball holds each module with its types, its maps and their source, and nothing else > what else gnar-openapi holds 1`] = `
Array [
  "LICENSE",
  "README.md",
  "package.json",
]
`

exports[`packages/gnar-gear/test/tarballs.test.ts > TAP > a tarball holds each module with its types, its maps and their source, and nothing else > what else gnar-otel holds 1`] = `
Array [
  "LICENSE",
  "README.md",
  "package.json",
]
`

exports[`packages/gnar-gear/test/tarballs.test.ts > TAP > a tarball holds each module with its types, its maps and their source, and nothing else > what else gnar-peer holds 1`] = `
Array [
  "LICENSE",
  "README.md",
  "package.json",
]
`

exports[`packages/gnar-gear/test/tarballs.test.ts > TAP > a tarball holds each module with its types, its maps and their source, and nothing else > what else gnar-pg holds 1`] = `
Array [
  "LICENSE",
  "README.md",
  "package.json",
]
`

exports[`packages/gnar-gear/test/tarballs.test.ts > TAP > a tarball holds each module with its types, its maps and their source, and nothing else > what else gnar-ses holds 1`] = `
Array [
  "LICENSE",
  "README.md",
  "package.json",
]
`

exports[`packages/gnar-gear/test/tarballs.test.ts > TAP > a tarball holds each module with its types, its maps and their source, and nothing else > what else gnar-sqs holds 1`] = `
Array [
  "LICENSE",
  "README.md",
  "package.json",
]
`
