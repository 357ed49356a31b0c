import { relative } from 'node:path'
import { Ansis } from 'ansis'
import { errorSource, errorText } from './error-text.ts'
import type { ErrorReport, RouteFailure } from './protocol.ts'
import type { Change } from './watcher.ts'

/** What `gnar dev` shows in the terminal. */
export interface Messages {
  up(title: string, url: string | undefined, milliseconds: number): void
  /** Some route modules failed to load. */
  partlyUp(url: string | undefined, milliseconds: number): void
  changed(changes: readonly Change[]): void
  reloaded(milliseconds: number): void
  routeFailed(failure: RouteFailure): void
  routeRecovered(file: string): void
  appRecovered(main: string): void
  appFailed(main: string, error: ErrorReport, meanwhile: Meanwhile): void
  crashed(main: string, error: ErrorReport): void
  /** @param errors the compiler's output; undefined when there are none */
  types(errors: string | undefined): void
  debuggable(port: number | undefined): void
  portFailed(message: string): void
  watchFailed(error: unknown): void
}

/** What clients get while the app is broken. */
export type Meanwhile = keyof typeof meanwhiles

const meanwhiles = {
  'older app': 'Still serving the last working version. Save a fix to reload.',
  'this error': 'Every request returns this error. Save a fix to continue.',
  nothing: 'Nothing is being served yet. Save a fix to continue.'
}

/** Maximum number of files to name when many change at once. */
const shownFiles = 3

/** @param write takes whole lines, line breaks included */
export function createMessages(write: (text: string) => void, color: boolean, cwd: string): Messages {
  const colors = new Ansis(color ? 1 : 0)
  const { bold, cyan, dim, green, red, yellow } = colors
  const short = (file: string) => relative(cwd, file) || file

  /** Undefined before the first check. */
  let typesFailed: boolean | undefined

  function say(text: string): void {
    write(`${cyan('gnar')}  ${text}\n`)
  }

  function show(text: string): void {
    write(`\n${text.replace(/^(?=.)/gm, '  ')}\n\n`)
  }

  return {
    up(title, url, milliseconds) {
      say(`${green(title)} at ${bold(url ?? '')} ${dim(`(${milliseconds} ms)`)}`)
    },
    partlyUp(url, milliseconds) {
      say(`${yellow('all other modules are up')} at ${bold(url ?? '')} ${dim(`(${milliseconds} ms)`)}`)
    },
    changed(changes) {
      const names = changes.slice(0, shownFiles).map(({ path, kind }) => `${short(path)} ${kind}`)
      const more = changes.length - shownFiles
      say(`${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`)
    },
    reloaded(milliseconds) {
      say(`${green('reloaded')} ${dim(`in ${milliseconds} ms`)}`)
    },
    routeFailed({ file, prefix, error }) {
      say(red(`${short(file)} failed to load; ${prefix} will return this error until you fix it`))
      // The whole stack is of use for the main module only: a route module's frames are those of its loader.
      show(errorSource(error, cwd, colors))
    },
    routeRecovered(file) {
      say(green(`${short(file)} is working again`))
    },
    appRecovered(main) {
      say(green(`${short(main)} is working again`))
    },
    appFailed(main, error, meanwhile) {
      say(red(`${short(main)} failed to start`))
      show(errorText(error, cwd, colors))
      say(yellow(meanwhiles[meanwhile]))
    },
    crashed(main, error) {
      say(red(`${short(main)} crashed`))
      show(errorText(error, cwd, colors))
      say(yellow('Every request returns this error. Save a file to restart.'))
    },
    types(errors) {
      if (errors === undefined) {
        if (typesFailed !== false) say(green('no type errors'))
      } else {
        say(red('type errors'))
        show(errors)
      }
      typesFailed = errors !== undefined
    },
    debuggable(port) {
      say(`debugger listening on ${bold(`127.0.0.1:${port}`)}`)
    },
    portFailed(message) {
      say(red(message))
    },
    watchFailed(error) {
      say(red(`some changes may be missed: ${error instanceof Error ? error.message : String(error)}`))
    }
  }
}
