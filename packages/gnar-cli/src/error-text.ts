import { readFileSync } from 'node:fs'
import { sep } from 'node:path'
import type { Ansis } from 'ansis'
import type { ErrorReport } from './protocol.ts'

/** Lines of source to show before and after the failing line. */
const linesAround = 2

/** An error of the app for people: its message and the source around its origin, with paths relative to `cwd`. */
export function errorSource({ stack }: ErrorReport, cwd: string, colors: Ansis): string {
  const head = stack.split('\n').slice(0, firstFrame(stack))
  return join([head, codeFrame(stack, cwd, colors)], cwd)
}

/** The same with the stack frames in the app's own files; those of packages and of Node are counted. */
export function errorText({ stack }: ErrorReport, cwd: string, colors: Ansis): string {
  const lines = stack.split('\n')
  const head = lines.slice(0, firstFrame(stack))
  return join([head, codeFrame(stack, cwd, colors), shortenFrames(lines.slice(head.length), cwd)], cwd)
}

function firstFrame(stack: string): number {
  const index = stack.split('\n').findIndex(isFrame)
  return index === -1 ? Number.POSITIVE_INFINITY : index
}

function join(parts: readonly string[][], cwd: string): string {
  const text = parts.flatMap((lines) => (lines.length > 0 ? [lines.join('\n')] : [])).join('\n\n')
  return (
    text
      .trimEnd()
      // `util.inspect` adds classes to the name.
      .replace(/^(\w+)(?: \[\w*Error\])+(?=: )/, '$1')
      .replaceAll(`file://${cwd}${sep}`, '')
      .replaceAll(cwd + sep, '')
  )
}

interface Place {
  file: string
  line: number
  column: number
}

/** The first place in the app's own files that the stack names, in a frame or in a compiler's message. */
function findPlace(stack: string, cwd: string): Place | undefined {
  for (const [, file = '', line, column, compiler] of stack.matchAll(
    /(\/[^\s():]+):(\d+):(\d+)(: ERROR)?/g
  )) {
    // esbuild counts columns from 0, V8 from 1.
    const offset = compiler === undefined ? 0 : 1
    if (isOwn(file, cwd)) return { file, line: Number(line), column: Number(column) + offset }
  }
  return undefined
}

function codeFrame(stack: string, cwd: string, { bold, dim, red }: Ansis): string[] {
  const place = findPlace(stack, cwd)
  if (place === undefined) return []
  const { file, line, column } = place
  const source = readLines(file)
  const first = Math.max(1, line - linesAround)
  const shown = source.slice(first - 1, line + linesAround)
  const width = String(line + linesAround).length
  return shown.flatMap((text, index) => {
    const number = String(first + index).padStart(width)
    if (first + index !== line) return [dim(`  ${number} | ${text}`.trimEnd())]
    const indent = text.slice(0, column - 1).replaceAll(/[^\t]/g, ' ')
    const pointer = `  ${' '.repeat(width)} | ${indent}^`
    return [`${red('>')} ${bold(`${number} | ${text}`)}`, red(pointer)]
  })
}

/** The lines of a file, which may be gone. */
function readLines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n')
  } catch {
    return []
  }
}

function shortenFrames(lines: readonly string[], cwd: string): string[] {
  if (!lines.some((line) => (isFrame(line) && isOwn(line, cwd)) || line.includes('cause]:'))) return []
  const kept: string[] = []
  let elsewhere = 0
  for (const line of lines) {
    const foreign = isFrame(line) && !isOwn(line, cwd)
    if (foreign) {
      elsewhere++
      // An error's own properties follow its last frame.
      if (!line.endsWith(' {')) continue
    }
    if (elsewhere > 0) {
      kept.push(`    … ${elsewhere} ${elsewhere === 1 ? 'frame' : 'frames'} elsewhere${foreign ? ' {' : ''}`)
      elsewhere = 0
    }
    if (!foreign) kept.push(line)
  }
  if (elsewhere > 0) kept.push(`    … ${elsewhere} ${elsewhere === 1 ? 'frame' : 'frames'} elsewhere`)
  return kept
}

function isFrame(line: string): boolean {
  return /^\s+at /.test(line)
}

function isOwn(text: string, cwd: string): boolean {
  return text.includes(cwd + sep) && !text.includes(`${sep}node_modules${sep}`)
}
