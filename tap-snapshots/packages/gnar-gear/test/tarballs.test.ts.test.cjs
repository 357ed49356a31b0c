/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
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
