import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { findProjectDir } from 'gnar-env'
import { MigrationError } from './errors.ts'
import { type SqlStatement, splitStatements } from './sql-statements.ts'

/** One SQL file of the folder of migrations. */
export interface MigrationFile {
  name: string
  /** Of the text with line feeds, so that a checkout on Windows has the same. */
  sha256: string
  statements: readonly SqlStatement[]
  /** False when the first line is `-- no transaction`. */
  transactional: boolean
}

/** The first line of a file whose statements must run outside a transaction, such as CREATE INDEX CONCURRENTLY. */
const noTransaction = /^--\s*no transaction\s*$/i

/** Statements that would end the transaction of their file. */
const transactionControl =
  /^(begin|start\s+transaction|commit|end|abort|rollback(?!\s+((work|transaction)\s+)?to\b)|prepare\s+transaction)\b/i

/** The absolute path of the folder; a relative one starts at the nearest package.json above the main module. */
export function migrationsDir(migrations: string): string {
  return resolve(findProjectDir(), migrations)
}

/**
 * Reads the `.sql` files of a folder in order of their names.
 *
 * @throws MigrationError when a file of one transaction begins or ends a transaction
 */
export function readMigrationFiles(folder: string): MigrationFile[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !entry.isDirectory() && entry.name.endsWith('.sql'))
    .map(({ name }) => name)
    .sort()
    .map((name) => readMigrationFile(folder, name))
}

/** What is wrong with the option, as the end of a sentence; undefined when nothing is. */
export function migrationsFault(migrations: string): string | undefined {
  const folder = migrationsDir(migrations)
  try {
    readdirSync(folder)
    return undefined
  } catch (error) {
    return `must be a folder that can be read: ${(error as Error).message}`
  }
}

function readMigrationFile(folder: string, name: string): MigrationFile {
  const sql = readFileSync(join(folder, name), 'utf8')
    .replace(/^\uFEFF/, '')
    .replaceAll('\r\n', '\n')
  const statements = splitStatements(sql)
  const transactional = !noTransaction.test(sql.split('\n', 1)[0] ?? '')
  const control = statements.find(({ text }) => transactionControl.test(text))
  if (transactional && control !== undefined) {
    throw new MigrationError(
      name,
      control.line,
      `a file runs in one transaction, so it must not contain ${control.text.split(/\s/, 1)[0]}: remove it, or begin the file with "-- no transaction"`
    )
  }
  return { name, sha256: createHash('sha256').update(sql).digest('hex'), statements, transactional }
}
