import { inspect } from 'node:util'
import ansis from 'ansis'
import type { Fleet } from './fleet.ts'
import { type Step, StepError } from './step.ts'

/** Begins a part of the tour. */
export function printTitle(title: string): void {
  console.log(`\n${ansis.bold(title)}\n`)
}

/** That everything answers. */
export function printReady(milliseconds: number): void {
  console.log(`${ansis.green('✓')} ready after ${(milliseconds / 1000).toFixed(1)} s`)
}

/** One step: what was asked, what was answered. Colours are left out where there is no terminal. */
export function printStep(step: Step): void {
  printRequest(ansis.green('✓'), step)
}

/** The step that failed, or whatever kept the tour from starting. */
export function printFailure(error: unknown): void {
  if (error instanceof StepError) printRequest(ansis.red('✗'), error.step)
  console.error(ansis.red(error instanceof Error ? error.message : String(error)))
}

/** Where everything is while the tour stays up. */
export function printWhereabouts({ pisteUrl, offPisteUrl, inboxUrl, logFiles }: Fleet): void {
  printTitle('Everything stays up until Ctrl-C')
  console.log(`  piste      ${ansis.cyan(pisteUrl)}   examples/piste/app, reloaded when you save`)
  console.log(`  off-piste  ${ansis.cyan(offPisteUrl)}   examples/off-piste/app, likewise`)
  console.log(`  inbox      ${ansis.cyan(inboxUrl)}`)
  console.log(`  logs       ${logFiles.join(', ')}\n`)
}

function printRequest(mark: string, { title, method, path, status, durationMs, lines }: Step): void {
  const request = `${method.padEnd(4)} ${path}`
  console.log(
    `${mark} ${title.padEnd(30)} ${ansis.cyan(request)} ${ansis.dim(`${status} in ${durationMs.toFixed(0)} ms`)}`
  )
  for (const line of lines) console.log(indent(readable(line)))
}

/** A JSON answer as an object literal, without the stack that services send in development; other text as it is. */
function readable(line: string): string {
  if (!/^[[{]/.test(line)) return ansis.dim(line)
  const { traceback, ...answer } = JSON.parse(line)
  const value = line.startsWith('[') ? JSON.parse(line) : answer
  const text = inspect(value, { colors: ansis.isSupported(), breakLength: 110, depth: 4 })
  return traceback === undefined ? text : `${text} ${ansis.dim('and, in development, its traceback')}`
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '    ')
}
