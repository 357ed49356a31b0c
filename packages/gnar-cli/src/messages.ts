import { relative } from 'node:path'
import type { ErrorReport, RouteFailure } from 'gnar-gear'
import pc from 'picocolors'
import { errorSource, errorText } from './error-text.ts'

/** What `gnar dev` says on the terminal. */
export interface Messages {
  up(title: string, url: string | undefined, milliseconds: number): void
  changed(files: readonly string[]): void
  reloaded(milliseconds: number): void
  routeFailed(failure: RouteFailure): void
  routeRecovered(file: string): void
  /** The whole app failed; `served` tells whether an older one goes on. */
  appFailed(main: string, error: ErrorReport, served: boolean): void
  crashed(main: string, error: ErrorReport): void
  portFailed(message: string): void
}

/** Names of files that are shown when many change at once. */
const shownFiles = 3

/** @param write takes whole lines, each with its end */
export function createMessages(write: (text: string) => void, color: boolean, cwd: string): Messages {
  const colors = pc.createColors(color)
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
    changed(files) {
      const names = files.slice(0, shownFiles).map(short).join(', ')
      const more = files.length - shownFiles
      say(`${names}${more > 0 ? ` and ${more} more` : ''} changed`)
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
    appFailed(main, error, served) {
      say(red(`${short(main)} does not start`))
      show(errorText(error, cwd, colors))
      const meanwhile = served
        ? 'the last good version keeps serving'
        : 'requests are answered with this error'
      say(yellow(`${meanwhile}; save a fix to go on`))
    },
    crashed(main, error) {
      say(red(`${short(main)} crashed`))
      show(errorText(error, cwd, colors))
      say(yellow('requests are answered with this error; save a file to start it again'))
    },
    portFailed(message) {
      say(red(message))
    }
  }
}
