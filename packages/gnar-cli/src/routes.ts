import { relative } from 'node:path'
import ansis from 'ansis'
import { askApp } from './ask-app.ts'
import { errorSource } from './error-text.ts'
import { findMain } from './main-module.ts'
import type { RouteReport } from './protocol.ts'
import { tableLines } from './table.ts'

export interface RoutesOptions {
  json?: boolean
  tsx?: boolean
}

/** `gnar routes [main]`: exits with 1 if a route module failed to load. */
export async function routes(named: string | undefined, { json, tsx }: RoutesOptions): Promise<void> {
  const cwd = process.cwd()
  const reply = await askApp('routes', { main: findMain('routes', named, cwd), cwd, tsx })
  const short = (file: string) => relative(cwd, file)
  const list = reply.routes.map((route) => (route.file ? { ...route, file: short(route.file) } : route))
  const failures = reply.failures.map((failure) => ({ ...failure, file: short(failure.file) }))

  if (json) process.stdout.write(`${JSON.stringify({ routes: list, failures }, null, 2)}\n`)
  else process.stdout.write(list.length === 0 ? 'No routes.\n' : `${toTable(list).join('\n')}\n`)

  if (failures.length === 0) return
  process.exitCode = 1
  if (json) return
  for (const { file, error } of failures) {
    process.stderr.write(`\n${file} failed to load\n\n${errorSource(error, cwd, ansis)}\n`)
  }
}

function toTable(list: readonly RouteReport[]): string[] {
  const rows = list.map((route) => [route.method, route.path, route.access, route.file ?? ''])
  return tableLines([['METHOD', 'PATH', 'ACCESS', 'MODULE'], ...rows])
}
