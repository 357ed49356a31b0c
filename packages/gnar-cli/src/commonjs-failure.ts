import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import type { ErrorReport } from './protocol.ts'

/** How tsx, and Node, fail at ES module syntax in a package that is CommonJS. */
const symptoms =
  /Top-level await is currently not supported with the "cjs" output format|Cannot use import statement outside a module|await is only valid in async functions and the top level bodies of modules|ERR_REQUIRE_ASYNC_MODULE/

/** The same failure with what to do, where it comes from a `package.json` without `"type": "module"`. */
export function explainCommonJs(error: ErrorReport, main: string, cwd: string): ErrorReport {
  if (!symptoms.test(error.stack)) return error
  const manifest = nearestManifest(dirname(main))
  if (manifest !== undefined && readType(manifest) === 'module') return error
  const place =
    manifest === undefined ? 'there is no package.json' : `${relative(cwd, manifest)} does not say so`
  const message = `${relative(cwd, main)} is an ES module, but ${place}. Run: npm pkg set type=module`
  return { name: 'Error', message, stack: message }
}

function nearestManifest(folder: string): string | undefined {
  const manifest = join(folder, 'package.json')
  if (existsSync(manifest)) return manifest
  const parent = dirname(folder)
  return parent === folder ? undefined : nearestManifest(parent)
}

function readType(manifest: string): unknown {
  try {
    return (JSON.parse(readFileSync(manifest, 'utf8')) as { type?: unknown }).type
  } catch {
    return undefined
  }
}
