import { spawnSync } from 'node:child_process'
import { cpSync, lstatSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { linkLibraries, postgresBinaries } from '../src/postgres-binaries.ts'

const { initdb } = await postgresBinaries()
const installed = join(initdb, '../..')

t.test('S1 Postgres runs from a package whose install script was blocked', async (t) => {
  const folder = t.testdir()
  const copy = join(folder, 'native')
  cpSync(installed, copy, {
    recursive: true,
    filter: (path) => !lstatSync(path).isSymbolicLink() && !path.endsWith('share')
  })
  const run = () => spawnSync(join(copy, 'bin/initdb'), ['--version'], { encoding: 'utf8' })
  if (process.platform === 'linux') t.match(run(), { status: 127, stderr: /libicuuc/ })

  t.equal(await linkLibraries(copy), true)
  t.match(run(), { status: 0, stdout: /^initdb \(PostgreSQL\) 18/ })
  t.strictSame(readdirSync(join(copy, 'lib')).sort(), readdirSync(join(installed, 'lib')).sort())
  t.equal(await linkLibraries(copy), true, 'a second time changes nothing')
})

t.test('S1 two processes may make the links at the same time', async (t) => {
  const folder = t.testdir({
    'pg-symlinks.json': JSON.stringify([{ source: 'native/lib/a.so.1.2', target: 'native/lib/a.so.1' }]),
    lib: { 'a.so.1.2': 'library' }
  })
  t.strictSame(await Promise.all([linkLibraries(folder), linkLibraries(folder)]), [true, true])
  t.equal(lstatSync(join(folder, 'lib/a.so.1')).isSymbolicLink(), true)
})

t.test('S1 a folder that cannot take a link is reported, for a copy of it to be used', async (t) => {
  const folder = t.testdir({
    'pg-symlinks.json': JSON.stringify([{ source: 'native/lib/a.so.1.2', target: 'native/lib/a.so.1' }])
  })
  t.equal(await linkLibraries(folder), false)
  mkdirSync(join(folder, 'lib'))
  t.equal(await linkLibraries(folder), true)
})
