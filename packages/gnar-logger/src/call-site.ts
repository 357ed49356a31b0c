import { findSourceMap } from 'node:module'
import { basename, extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createModuleNames } from './module-name.ts'

/** Where in the user's code a log call is. */
export interface CallSite {
  /** The module's dotted name, or its package's. */
  name: string
  pathname: string
  /** The last part of the path. */
  filename: string
  /** The file's name without its extension. */
  module: string
  lineno: number
  funcName: string
}

/** For lines that no code of the user logged, in Python's own words. */
export const noCallSite: CallSite = {
  name: 'fastify',
  pathname: '(unknown file)',
  filename: '(unknown file)',
  module: '(unknown file)',
  lineno: 0,
  funcName: '(unknown function)'
}

/** Most call sites remembered; a program has one per log call, unless it generates code at run time. */
const maxRemembered = 10_000

/**
 * @param appDir folder of the app's modules, whose parent's name begins their dotted names
 * @returns a function that finds the caller of `callee`, the log method that the user called
 */
export function createCallSites(appDir: string): (callee: unknown) => CallSite {
  const toName = createModuleNames(appDir)
  const remembered = new Map<string, CallSite>()
  return (callee) => {
    const frame = captureCaller(callee)
    const file = frame?.getFileName()
    if (frame === undefined || !file || file.startsWith('node:')) return noCallSite
    const line = frame.getLineNumber() ?? 0
    const column = frame.getColumnNumber() ?? 1
    const key = `${file}:${line}:${column}`
    const known = remembered.get(key)
    if (known !== undefined) return known
    const made = toPath(file)
    const source = toSource(file, made, line, column)
    const site = {
      ...source,
      name: toName(source.pathname, made),
      filename: basename(source.pathname),
      module: basename(source.pathname, extname(source.pathname)),
      funcName: frame.getFunctionName() ?? '<module>'
    }
    if (remembered.size < maxRemembered) remembered.set(key, site)
    return site
  }
}

/** Captures a single frame, as V8's own object: text would have to be parsed. */
function captureCaller(callee: unknown): NodeJS.CallSite | undefined {
  const { stackTraceLimit, prepareStackTrace } = Error
  const holder: { stack?: NodeJS.CallSite[] } = {}
  try {
    Error.stackTraceLimit = 1
    Error.prepareStackTrace = (_error, frames) => frames
    Error.captureStackTrace(holder, typeof callee === 'function' ? (callee as () => void) : undefined)
    return holder.stack?.[0]
  } finally {
    Error.stackTraceLimit = stackTraceLimit
    if (prepareStackTrace === undefined) Reflect.deleteProperty(Error, 'prepareStackTrace')
    else Error.prepareStackTrace = prepareStackTrace
  }
}

/** The place in the source, by its source map; Node has maps only with `--enable-source-maps`. */
function toSource(file: string, made: string, line: number, column: number) {
  const origin = findSourceMap(file)?.findOrigin(line, column)
  if (origin === undefined || !('fileName' in origin)) return { pathname: made, lineno: line }
  return { pathname: toPath(origin.fileName), lineno: origin.lineNumber }
}

function toPath(file: string): string {
  return file.startsWith('file:') ? fileURLToPath(file) : file
}
