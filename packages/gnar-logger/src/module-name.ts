import { readFileSync } from 'node:fs'
import { dirname, extname, join, relative, resolve, sep } from 'node:path'

/**
 * @param appDir folder of the app's modules, such as `/srv/piste/app`
 * @returns a function that names a module for log lines: `piste.app.user.apis` inside the folder above `appDir`
 * (of the source, otherwise of the compiled file), the package's name elsewhere
 */
export function createModuleNames(appDir: string): (source: string, compiled: string) => string {
  const top = dirname(resolve(appDir))
  const packages = new Map<string, string>()
  return (source, compiled) => {
    const inside = [source, compiled].find((file) => file.startsWith(top + sep) && !isDependency(file, top))
    return inside === undefined ? packageName(dirname(compiled), packages) : dottedName(inside, top)
  }
}

function isDependency(file: string, top: string): boolean {
  return relative(top, file).split(sep).includes('node_modules')
}

function dottedName(file: string, top: string): string {
  const path = relative(dirname(top), file)
  return path.slice(0, path.length - extname(path).length).replaceAll(sep, '.')
}

/** The name in the nearest package.json. */
function packageName(folder: string, known: Map<string, string>): string {
  const name = known.get(folder)
  if (name !== undefined) return name
  const parent = dirname(folder)
  const found =
    readName(join(folder, 'package.json')) ?? (parent === folder ? 'node' : packageName(parent, known))
  known.set(folder, found)
  return found
}

function readName(file: string): string | undefined {
  try {
    const { name } = JSON.parse(readFileSync(file, 'utf8')) as { name?: unknown }
    return typeof name === 'string' && name !== '' ? name : undefined
  } catch {
    return undefined
  }
}
