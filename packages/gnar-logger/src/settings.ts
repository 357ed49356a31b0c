import { custom, defineSettings, flag, type PluginValues, text } from 'gnar-env'
import { createAsctime } from './asctime.ts'
import { levelNames, type Name, toPinoLevel } from './levels.ts'
import { compileTextFormat, defaultFormat } from './text-line.ts'

/** Where lines are written: an object with `write`, and with `flush` or `flushSync` if it buffers. */
export interface LogDestination {
  write(line: string): void
  flush?(done: (error?: Error | null) => void): void
  flushSync?(): void
}

const table = {
  /** Name of the app, which has its own level: `GNAR_MY_APP_LOG_LEVEL`. */
  name: text({ meaning: 'name of the app' }),
  /** Least severe level that is logged. Default INFO. */
  // Not LevelName, so that TypeScript's errors list the names.
  level: custom<Name | Lowercase<Name>>()({
    variable: ['<NAME>_LOG_LEVEL', 'LOG_LEVEL'],
    default: 'INFO',
    example: 'INFO',
    meaning: 'least severe level that is logged',
    parse: (raw) => raw.trim(),
    check: (value) =>
      typeof value === 'string' && toPinoLevel(value) !== undefined
        ? undefined
        : `must be one of ${levelNames.join(', ')}, in any case`
  }),
  /** `json`, or a format of Python's logging. Default `%(asctime)s %(levelname)-8s %(name)s:%(lineno)d   %(message)s`. */
  format: custom<string>()({
    variable: 'LOG_FORMAT',
    default: defaultFormat,
    example: defaultFormat,
    meaning: 'format of a log line, or json',
    check: (value) => fault(value, (format) => format === 'json' || compileTextFormat(format))
  }),
  /** How asctime joins time and milliseconds. Default `%s.%03d`. */
  formatMsec: custom<string>()({
    variable: 'LOG_FORMAT_MSEC',
    default: '%s.%03d',
    example: '%s.%03d',
    meaning: 'format of the milliseconds of asctime',
    check: (value) => fault(value, createAsctime)
  }),
  /** Whether each request is logged. Default: in development only. */
  requestLogging: flag({ meaning: 'whether each request is logged; default: in development' }),
  /** Folder of the app's modules; logger names begin at its parent folder. Default: the main module's `app`. */
  appDir: text({ meaning: "folder of the app's modules" }),
  /** More words that make a key secret, such as `ssn` or `cardNumber`; they add to the built-in ones. */
  redact: custom<readonly string[]>()({
    meaning: 'more words that make a key secret',
    check: (value) =>
      Array.isArray(value) && value.every((word) => typeof word === 'string' && /[a-z]/i.test(word))
        ? undefined
        : 'must be a list of words such as ssn or cardNumber'
  }),
  /** Where lines are written. Default: standard output, buffered in production. */
  destination: custom<LogDestination>()({
    meaning: 'where lines are written',
    check: (value) =>
      typeof value === 'object' && value !== null && 'write' in value && typeof value.write === 'function'
        ? undefined
        : 'must be an object with a write method'
  })
}

/** The plugin's options and variables: what is validated, typed, listed by `gnar env` and shown in the README. */
export const settings = defineSettings('gnar-logger', table)

/** Whether each request gets a line. */
export function logsRequests({ requestLogging, production }: PluginValues<typeof settings>): boolean {
  return requestLogging ?? !production
}

function fault(value: unknown, compile: (format: string) => unknown): string | undefined {
  if (typeof value !== 'string' || value === '') return 'must be text that is not empty'
  try {
    compile(value)
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}
