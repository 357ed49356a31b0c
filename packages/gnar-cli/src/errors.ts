import { createError } from '@fastify/error'

/** `GNAR_ERR_CLI_MAIN_NOT_FOUND`: the app has no main module at these paths. */
export const MainNotFoundError = createError<'GNAR_ERR_CLI_MAIN_NOT_FOUND', 500, [string, string]>(
  'GNAR_ERR_CLI_MAIN_NOT_FOUND',
  'no main module at %s; name it, as in gnar %s',
  500
)

/** `GNAR_ERR_CLI_TYPESCRIPT`: `gnar start` was given TypeScript that this version of Node cannot run by itself. */
export const TypeScriptError = createError<'GNAR_ERR_CLI_TYPESCRIPT', 500, [string]>(
  'GNAR_ERR_CLI_TYPESCRIPT',
  'this version of Node cannot run %s, and gnar start does not compile TypeScript; build the app first, or use gnar dev',
  500
)

/** `GNAR_ERR_CLI_PORT`: the development server cannot listen where the app says. */
export const PortError = createError<'GNAR_ERR_CLI_PORT', 500, [string, string]>(
  'GNAR_ERR_CLI_PORT',
  'cannot listen on %s (%s); stop the program that uses it, or choose another port',
  500
)

/** `GNAR_ERR_CLI_APP`: the app failed before it could report to the command; the message includes the app's error. */
export const AppError = createError<'GNAR_ERR_CLI_APP', 500, [string, string]>(
  'GNAR_ERR_CLI_APP',
  '%s failed to start; fix this and retry\n\n%s',
  500
)

/** `GNAR_ERR_CLI_COMMAND`: the command of `gnar local` cannot be run. */
export const CommandError = createError<'GNAR_ERR_CLI_COMMAND', 500, [string, string]>(
  'GNAR_ERR_CLI_COMMAND',
  'cannot run %s (%s); check that it is installed and spelled correctly',
  500
)

/** `GNAR_ERR_CLI_USAGE`: options that do not go together, or with what is on disk. */
export const UsageError = createError<'GNAR_ERR_CLI_USAGE', 500, [string]>('GNAR_ERR_CLI_USAGE', '%s', 500)
