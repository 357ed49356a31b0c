import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { startLocal } from 'gnar-local'
import t from 'tap'
import { main, makeProject } from './project.ts'
import { runGnar } from './run-gnar.ts'

const local = await startLocal({ postgres: true })
t.after(() => local.stop())

const dotenv = Object.entries(local.env)
  .map(([name, value]) => `${name}=${value}\n`)
  .join('')
const migrating = main
  .replace('noDb: true', "migrations: 'migrations'")
  .replace('noJwt: true', 'noJwt: true, steps: { postconfig: () => { throw new Error("started") } }')

/** Durations differ from run to run. */
const withoutTimes = (text: string) => text.replaceAll(/\d+ ms/g, 'N ms')

t.test('P11 gnar migrate applies what is pending, and starts nothing else', async (t) => {
  const { folder, save } = makeProject(t, {
    'app/main.ts': migrating,
    '.env': dotenv,
    'migrations/1_rider.sql': 'CREATE TABLE rider (id int);',
    'migrations/2_rider.sql': 'INSERT INTO rider VALUES (1);'
  })
  const pending = '1_rider.sql is pending\n2_rider.sql is pending\n'
  t.strictSame(await runGnar(['migrate', '--check'], folder), { code: 1, stdout: pending, stderr: '' })
  t.strictSame(await runGnar(['migrate', '--dry-run'], folder), { code: 0, stdout: pending, stderr: '' })
  const { code, stdout, stderr } = await runGnar(['migrate'], folder)
  t.strictSame([code, stderr], [0, ''])
  t.equal(withoutTimes(stdout), '1_rider.sql applied in N ms\n2_rider.sql applied in N ms\n')
  const upToDate = { code: 0, stdout: 'The database is up to date.\n', stderr: '' }
  t.strictSame(await runGnar(['migrate'], folder), upToDate)
  t.strictSame(await runGnar(['migrate', '--check'], folder), upToDate)

  save('migrations/3_rider.sql', 'INSERT INTO rider\n  VALUES (nothing);')
  const failed = await runGnar(['migrate'], folder)
  t.equal(failed.code, 1)
  t.match(failed.stderr, 'migration 3_rider.sql failed at line 2: column "nothing" does not exist (42703)')
})

t.test('P11 a production image applies migrations without gnar', async (t) => {
  const { folder } = makeProject(t, {
    'app/main.mjs': migrating,
    'migrations/1_rider.sql': 'CREATE TABLE lift (id int);'
  })
  const migrate = async (env = {}) => {
    const flags = ['--import', import.meta.resolve('ts-blank-space/register'), '--conditions=gnar-source']
    const child = spawn(process.execPath, [...flags, `${folder}/app/main.mjs`], {
      // Elsewhere than in the project: a relative folder starts at the package.json above the main module.
      cwd: '/',
      env: {
        ...process.env,
        ...local.env,
        GNAR_COMMAND: 'migrate',
        GNAR_PG_MIGRATIONS_TABLE: 'lift_migrations',
        ...env
      }
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        output += chunk
      })
    }
    const [code] = await once(child, 'close')
    return { code, output }
  }
  const first = await migrate()
  t.equal(first.code, 0, first.output)
  t.match(first.output, /Migration 1_rider\.sql applied in \d+ ms/)
  const failed = await migrate({ GNAR_PG_ENDPOINT: '127.0.0.1:1' })
  t.equal(failed.code, 1)
  t.match(failed.output, 'cannot connect to Postgres at 127.0.0.1:1')
})

t.test('P11 an app without a database or without migrations is told what to set', async (t) => {
  const { folder, save } = makeProject(t, { '.env': dotenv })
  t.match(await runGnar(['migrate'], folder), { code: 1, stderr: /app "my_gnarly_app" has no database/ })
  save('app/main.ts', main.replace('noDb: true, ', ''))
  t.match(await runGnar(['migrate'], folder), {
    code: 1,
    stderr: /the app has no migrations: set the option/
  })
})
