import { readFileSync, writeFileSync } from 'node:fs'
import { relative } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import ansis from 'ansis'
import { askApp } from './ask-app.ts'
import { errorSource } from './error-text.ts'
import { UsageError } from './errors.ts'
import { findMain } from './main-module.ts'

export interface OpenapiOptions {
  output?: string
  check?: string
  tsx?: boolean
}

/** How many differences `--check` lists. */
const maxListed = 20

/** `gnar openapi [main]`: exits with 1 if a route module failed to load, or the checked file differs. */
export async function openapi(
  named: string | undefined,
  { output, check, tsx }: OpenapiOptions
): Promise<void> {
  const cwd = process.cwd()
  const { document, failures } = await askApp('openapi', { main: findMain('openapi', named, cwd), cwd, tsx })
  for (const { file, error } of failures) {
    process.exitCode = 1
    process.stderr.write(`${relative(cwd, file)} failed to load\n\n${errorSource(error, cwd, ansis)}\n`)
  }
  // A document without the routes of a module is neither written nor compared.
  if (failures.length > 0) return
  const text = `${JSON.stringify(document, null, 2)}\n`
  if (check !== undefined) return compare(check, document)
  if (output === undefined) process.stdout.write(text)
  else writeFileSync(output, text)
}

/** Whatever the file's formatting and the order of its keys. */
function compare(file: string, document: object): void {
  const found = readDocument(file)
  const differences = found === undefined ? [`${file} does not exist`] : findDifferences(found, document)
  if (differences.length === 0) return
  process.exitCode = 1
  const listed = differences.slice(0, maxListed).map((line) => `  ${line}\n`)
  const more = differences.length > maxListed ? `  and ${differences.length - maxListed} more\n` : ''
  process.stderr.write(
    `gnar: ${file} is out of date. To update it, run gnar openapi --output ${file}\n${listed.join('')}${more}`
  )
}

/** @throws UsageError when the file is not JSON */
function readDocument(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    const reason = error instanceof Error ? error.message : String(error)
    throw new UsageError(`cannot read ${file} (${reason}); write it with gnar openapi --output ${file}`)
  }
}

/** Where two values differ, as JSON pointers: what the file lacks, has too much or has otherwise. */
function findDifferences(file: unknown, app: unknown, pointer = ''): string[] {
  if (isDeepStrictEqual(file, app)) return []
  if (file === undefined) return [`${pointer} is missing from the file`]
  if (app === undefined) return [`${pointer} is only in the file`]
  if (!isRecord(file) || !isRecord(app)) return [`${pointer} differs`]
  const keys = new Set([...Object.keys(file), ...Object.keys(app)])
  return [...keys].flatMap((key) => findDifferences(file[key], app[key], `${pointer}/${toToken(key)}`))
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** RFC 6901. */
function toToken(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1')
}
