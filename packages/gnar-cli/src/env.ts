import { askApp } from './ask-app.ts'
import { dotenvTemplate } from './dotenv-template.ts'
import { findMain } from './main-module.ts'
import { tableLines } from './table.ts'
import { listVariables, type Variable } from './variables.ts'

export interface EnvOptions {
  json?: boolean
  dotenv?: boolean
  tsx?: boolean
}

/** `gnar env [main]`: exits with 1 if any variable is missing or invalid. */
export async function env(named: string | undefined, options: EnvOptions): Promise<void> {
  const cwd = process.cwd()
  const main = findMain('env', named, cwd)
  const { settings } = await askApp('env', { main, cwd, tsx: options.tsx })
  process.stdout.write(`${show(requiredFirst(listVariables(settings)), options)}\n`)

  const problems = settings.flatMap(({ problem }) => problem ?? [])
  if (problems.length === 0) return
  process.exitCode = 1
  for (const problem of problems) process.stderr.write(`gnar: ${problem}\n`)
}

function show(variables: readonly Variable[], { json, dotenv }: EnvOptions): string {
  if (json) return JSON.stringify(variables, null, 2)
  if (dotenv) return dotenvTemplate(variables)
  const rows = variables.map((row) => [row.variable, shownValue(row), row.source, row.meaning])
  return tableLines([['VARIABLE', 'VALUE', 'FROM', 'MEANING'], ...rows]).join('\n')
}

/** Missing and invalid ones open the list, then come those that are set. */
function requiredFirst(variables: readonly Variable[]): Variable[] {
  const rank = ({ problem, source }: Variable) => {
    if (problem !== undefined) return 0
    return source === 'missing' || source === 'default' ? 2 : 1
  }
  return variables.toSorted((a, b) => rank(a) - rank(b))
}

function shownValue({ source, secret, value, problem }: Variable): string {
  if (source === 'missing') return problem === undefined ? 'unset' : 'MISSING'
  if (problem !== undefined) return 'INVALID'
  return secret ? '(secret)' : (value ?? '-')
}
