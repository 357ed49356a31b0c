import { relative } from 'node:path'
import { Ansis } from 'ansis'
import { errorSource, errorText } from './error-text.ts'
import type { ErrorReport, RouteFailure } from './protocol.ts'
import type { Change } from './watcher.ts'

/** What `gnar dev` says on the terminal. */
export interface Messages {
  up(title: string, url: string | undefined, milliseconds: number): void
  /** Some route modules failed. */
  partlyUp(url: string | undefined, milliseconds: number): void
  changed(changes: readonly Change[]): void
  reloaded(milliseconds: number): void
  routeFailed(failure: RouteFailure): void
  routeRecovered(file: string): void
  appRecovered(main: string): void
  appFailed(main: string, error: ErrorReport, meanwhile: Meanwhile): void
  crashed(main: string, error: ErrorReport): void
  portFailed(message: string): void
  watchFailed(error: unknown): void
}

/** What requests meet while the app is broken. */
export type Meanwhile = keyof typeof meanwhiles

const meanwhiles = {
  'older app': 'the last good version keeps serving',
  'this error': 'requests are answered with this error',
  nothing: 'nothing is served yet'
}

/** Names of files that are shown when many change at once. */
const shownFiles = 3

/** @param write takes whole lines, each with its end */
export function createMessages(write: (text: string) => void, color: boolean, cwd: string): Messages {
  const colors = new Ansis(color ? 1 : 0)
  const { bold, cyan, dim, green, red, yellow } = colors
  const short = (file: string) => relative(cwd, file) || file

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
      say(`${yellow('all other modules are served')} at ${bold(url ?? '')} ${dim(`(${milliseconds} ms)`)}`)
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
      say(red(`${short(file)} does not load: ${prefix} answers with this error until it is mended`))
      // The app has logged the whole stack.
      show(errorSource(error, cwd, colors))
    },
    routeRecovered(file) {
      say(green(`${short(file)} loads again`))
    },
    appRecovered(main) {
      say(green(`${short(main)} starts again`))
    },
    appFailed(main, error, meanwhile) {
      say(red(`${short(main)} does not start`))
      show(errorText(error, cwd, colors))
      say(yellow(`${meanwhiles[meanwhile]}; save a fix to go on`))
    },
    crashed(main, error) {
      say(red(`${short(main)} crashed`))
      show(errorText(error, cwd, colors))
      say(yellow('requests are answered with this error; save a file to start it again'))
    },
    portFailed(message) {
      say(red(message))
    },
    watchFailed(error) {
      say(red(`some changes will not be seen: ${error instanceof Error ? error.message : String(error)}`))
    }
  }
}
