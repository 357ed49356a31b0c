import createError from '@fastify/error'

/** `GNAR_ERR_CLI_MAIN_NOT_FOUND`: the app's main module is not where it was looked for. */
export const MainNotFoundError = createError<'GNAR_ERR_CLI_MAIN_NOT_FOUND', 500, [string, string]>(
  'GNAR_ERR_CLI_MAIN_NOT_FOUND',
  'there is no main module at %s: name it, as in gnar %s',
  500
)

/** `GNAR_ERR_CLI_TYPESCRIPT`: `gnar start` was given TypeScript that this version of Node cannot run by itself. */
export const TypeScriptError = createError<'GNAR_ERR_CLI_TYPESCRIPT', 500, [string]>(
  'GNAR_ERR_CLI_TYPESCRIPT',
  'gnar start uses no TypeScript tooling, and this Node cannot run %s: build the app and start the JavaScript, or use gnar dev',
  500
)

/** `GNAR_ERR_CLI_PORT`: the development server cannot listen where the app says. */
export const PortError = createError<'GNAR_ERR_CLI_PORT', 500, [string, string]>(
  'GNAR_ERR_CLI_PORT',
  'cannot listen on %s (%s): stop the program that listens there, or give the app another port',
  500
)

/** `GNAR_ERR_CLI_APP`: the app did not tell what the command asked for; the message holds the app's own error. */
export const AppError = createError<'GNAR_ERR_CLI_APP', 500, [string, string]>(
  'GNAR_ERR_CLI_APP',
  '%s does not start: mend this, and try again\n\n%s',
  500
)

/** `GNAR_ERR_CLI_COMMAND`: the command of `gnar local` cannot be run. */
export const CommandError = createError<'GNAR_ERR_CLI_COMMAND', 500, [string, string]>(
  'GNAR_ERR_CLI_COMMAND',
  'cannot run %s (%s): is it installed, and spelled right?',
  500
)
