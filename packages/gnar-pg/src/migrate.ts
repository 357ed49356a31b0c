import { type PluginOptions, readSettings, withDeadline } from 'gnar-env'
import type { Client } from 'pg'
import { cancelQuery } from './cancel-query.ts'
import { migrationValues, type PasswordSource, planConnections, type Values } from './connection-config.ts'
import {
  ConnectError,
  MigrationError,
  MigrationMismatchError,
  MigrationTimeoutError,
  NoMigrationsError
} from './errors.ts'
import { type MigrationFile, migrationsDir, readMigrationFiles } from './migration-files.ts'
import { acquireMigrationLock } from './migration-lock.ts'
import { passwordSource } from './password.ts'
import { settings } from './settings.ts'
import { lineAt, type SqlStatement } from './sql-statements.ts'
import { reason, translateError } from './translate-error.ts'

/** A migration that was applied. */
export interface AppliedMigration {
  name: string
  durationMs: number
}

/** What is done and what is not. */
export interface MigrationReport {
  /** Migrations that this call applied. */
  applied: AppliedMigration[]
  /** Migrations that are not applied, in their order. */
  pending: string[]
}

export interface MigrateOptions {
  /** Only report what is pending. Default false. */
  dryRun?: boolean | undefined
  /** Called for each line that is worth logging. */
  log?: ((message: string) => void) | undefined
  /** Called for each migration once it is applied. */
  onApplied?: ((migration: AppliedMigration) => void) | undefined
  /** Milliseconds in place of `migrationsTimeoutMs`. */
  timeoutMs?: number | undefined
}

/**
 * Applies the migrations of the option `migrations` that are not applied yet. Many processes may do so at once: one
 * applies, the others wait.
 *
 * @param options those of the plugin
 * @throws MigrationError with file, line and the server's error; MigrationMismatchError when an applied file was changed
 * or is missing; MigrationTimeoutError; NoMigrationsError without the option; ConnectError
 */
export async function migrate(
  options: PluginOptions<typeof settings>,
  own: MigrateOptions = {}
): Promise<MigrationReport> {
  const values = readSettings(settings, options)
  const { default: pg } = await import('pg')
  return runMigrations(pg, values, { ...own, password: passwordSource(options, values) })
}

/** As `migrate`, with settings that are read already. */
export async function runMigrations(
  pg: Pick<typeof import('pg'), 'Client' | 'types'>,
  values: Values,
  {
    password,
    dryRun = false,
    log = () => {},
    onApplied = () => {},
    timeoutMs = values.migrationsTimeoutMs
  }: MigrateOptions & { password?: PasswordSource | undefined }
): Promise<MigrationReport> {
  if (values.migrations === undefined) throw new NoMigrationsError()
  const files = readMigrationFiles(migrationsDir(values.migrations))
  const own = migrationValues(values)
  const plan = planConnections(pg, own, own.password === values.password ? password : undefined)
  const { query_timeout: _query, statement_timeout: _statement, ...config } = plan.config
  const context = { ...values, address: plan.address }
  const client = new plan.Client(config)
  client.on('error', () => undefined)
  let over = false
  let state = 'the database did not respond'
  const table = createTable(client, values)
  try {
    await client.connect().catch((error: unknown) => {
      throw translateError(error, { during: 'connect' }, context)
    })
    return await withDeadline(work(), timeoutMs, () => {
      over = true
      void cancelQuery(config, client).then(() => client.connection.stream.destroy())
      throw new MigrationTimeoutError(state, timeoutMs, `${values.envPrefix}_PG_MIGRATIONS_TIMEOUT_MS`)
    })
  } catch (error) {
    throw isOurs(error)
      ? error
      : new ConnectError(context.address, reason(error), lostAdvice, { cause: error })
  } finally {
    over = true
    void client.end().catch(() => undefined)
  }

  async function work(): Promise<MigrationReport> {
    const first = await table.pending(files)
    if (dryRun || first.length === 0) return { applied: [], pending: first.map(({ name }) => name) }
    state = 'another process did not finish its migrations'
    const isOver = () => over
    const waiting = () => log('Waiting for another process, which is applying migrations')
    if (!(await acquireMigrationLock(client, values.migrationsTable, isOver, waiting)))
      return { applied: [], pending: [] }
    await table.create()
    const applied: AppliedMigration[] = []
    for (const file of await table.pending(files)) {
      state = `migration ${file.name} did not finish`
      const migration = await apply(client, file, table)
      log(`Migration ${migration.name} applied in ${migration.durationMs} ms`)
      onApplied(migration)
      applied.push(migration)
    }
    return { applied, pending: [] }
  }
}

const lostAdvice = 'the connection was lost while migrations were applied: start again'

type Table = ReturnType<typeof createTable>

/** The table that remembers what was applied. */
function createTable(client: Client, { migrationsTable, allowNewerDatabase }: Values) {
  const name = client.escapeIdentifier(migrationsTable)
  return {
    async create(): Promise<void> {
      await client.query(
        `CREATE TABLE IF NOT EXISTS ${name} (name text PRIMARY KEY, sha256 text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now(), duration_ms integer NOT NULL)`
      )
    },
    async add({ name: file, sha256 }: MigrationFile, durationMs: number): Promise<void> {
      await client.query(`INSERT INTO ${name} (name, sha256, duration_ms) VALUES ($1, $2, $3)`, [
        file,
        sha256,
        durationMs
      ])
    },
    /** @throws MigrationMismatchError */
    async pending(files: readonly MigrationFile[]): Promise<MigrationFile[]> {
      const { rows: found } = await client.query('SELECT to_regclass($1) IS NOT NULL AS exists', [name])
      if (found[0]?.exists !== true) return [...files]
      const { rows: applied } = await client.query<{ name: string; sha256: string }>(
        `SELECT name, sha256 FROM ${name} ORDER BY name COLLATE "C"`
      )
      const last = files.at(-1)?.name ?? ''
      for (const row of applied) {
        const file = files.find((candidate) => candidate.name === row.name)
        if (file === undefined && !(allowNewerDatabase && row.name > last)) {
          throw new MigrationMismatchError(
            row.name,
            row.name > last
              ? 'is applied to this database, but its file is missing: deploy the version that has it, or set allowNewerDatabase to run an older version on a newer database'
              : 'is applied to this database, but its file is missing: restore it'
          )
        }
        if (file !== undefined && file.sha256 !== row.sha256) {
          throw new MigrationMismatchError(
            row.name,
            'was changed after it was applied: restore it, and put the change into a new file'
          )
        }
      }
      return files.filter((file) => !applied.some((row) => row.name === file.name))
    }
  }
}

/** Runs one file and remembers it: both or neither, if the file runs in a transaction. */
async function apply(client: Client, file: MigrationFile, table: Table): Promise<AppliedMigration> {
  const { name, statements, transactional } = file
  const startedAt = performance.now()
  const durationMs = () => Math.round(performance.now() - startedAt)
  if (transactional) await client.query('BEGIN')
  for (const [index, statement] of statements.entries()) {
    try {
      await client.query(statement.text)
    } catch (error) {
      if (transactional) await client.query('ROLLBACK').catch(() => undefined)
      throw failure(file, statement, index, error)
    }
  }
  // A file may change the search path or the role, as the output of pg_dump does.
  await client.query('RESET ROLE; RESET ALL')
  await table.add(file, durationMs())
  if (transactional)
    await client.query('COMMIT').catch((error: unknown) => {
      throw new MigrationError(name, statements.at(-1)?.line ?? 1, reason(error), { cause: error })
    })
  return { name, durationMs: durationMs() }
}

function failure(file: MigrationFile, statement: SqlStatement, index: number, error: unknown): Error {
  const { position, code, detail } = error as { position?: string; code?: string; detail?: string }
  const line =
    position === undefined
      ? statement.line
      : statement.line + lineAt([...statement.text].slice(0, Number(position) - 1).join(''), Infinity) - 1
  const said = [`${reason(error)}${code === undefined ? '' : ` (${code})`}`, detail]
    .filter(Boolean)
    .join('; ')
  const partial =
    file.transactional || index === 0
      ? ''
      : `; the file runs without a transaction, so its ${index} statements before this one stay applied`
  return new MigrationError(file.name, line, `${said}${partial}`, { cause: error })
}

function isOurs(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('GNAR_ERR_')
}
