import { inspect } from 'node:util'
import ansis from 'ansis'
import type { Fleet } from './fleet.ts'
import { type Step, StepError } from './step.ts'

/** Prints the title of a section. */
export function printTitle(title: string): void {
  console.log(`\n${ansis.bold(title)}\n`)
}

/** Prints that everything is ready. */
export function printReady(milliseconds: number): void {
  console.log(`${ansis.green('✓')} ready after ${(milliseconds / 1000).toFixed(1)} s`)
}

/** Prints one step: the request and its response. Without a terminal, there are no colours. */
export function printStep(step: Step): void {
  printRequest(ansis.green('✓'), step)
}

/** Prints the step that failed, or why the tour failed to start. */
export function printFailure(error: unknown): void {
  if (error instanceof StepError) printRequest(ansis.red('✗'), error.step)
  console.error(ansis.red(error instanceof Error ? error.message : String(error)))
}

/** Prints where everything is while the tour stays up. */
export function printWhereabouts({ pisteUrl, offPisteUrl, inboxUrl, logFiles }: Fleet): void {
  printTitle('Everything stays up until Ctrl-C')
  console.log(`  piste      ${ansis.cyan(pisteUrl)}   examples/piste/app, reloaded when you save`)
  console.log(`  off-piste  ${ansis.cyan(offPisteUrl)}   examples/off-piste/app, reloaded when you save`)
  console.log(`  docs       ${ansis.cyan(`${pisteUrl}/docs`)} and ${ansis.cyan(`${offPisteUrl}/docs`)}`)
  console.log(`  inbox      ${ansis.cyan(inboxUrl)}`)
  console.log(`  logs       ${logFiles.join(', ')}\n`)
}

function printRequest(
  mark: string,
  { title, method, path, status, sentAs200, durationMs, lines }: Step
): void {
  const request = `${method.padEnd(4)} ${path}`
  console.log(
    `${mark} ${title.padEnd(30)} ${ansis.cyan(request)} ${ansis.dim(`${status}${sentAs200 ? ' (sent as 200)' : ''} in ${durationMs.toFixed(0)} ms`)}`
  )
  for (const line of lines) console.log(indent(readable(line)))
}

/** A JSON response as an object literal, without the stack that services send in development; other text as it is. */
function readable(line: string): string {
  if (!/^[[{]/.test(line)) return ansis.dim(line)
  const { traceback, ...body } = JSON.parse(line)
  const value = line.startsWith('[') ? JSON.parse(line) : body
  const text = inspect(value, { colors: ansis.isSupported(), breakLength: 110, depth: 4 })
  return traceback === undefined ? text : `${text} ${ansis.dim('and, in development, its traceback')}`
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '    ')
}
