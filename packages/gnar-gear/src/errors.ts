import { createError } from '@fastify/error'

/** `GNAR_ERR_GEAR_NO_APP`: `getApp()` was called while no such app is running, or without a name while several are. */
export const NoAppError = createError<'GNAR_ERR_GEAR_NO_APP', 500, [string]>(
  'GNAR_ERR_GEAR_NO_APP',
  '%s',
  500
)

/** `GNAR_ERR_GEAR_NO_ASSET`: a runtime asset was used whose step is disabled. */
export const NoAssetError = createError<'GNAR_ERR_GEAR_NO_ASSET', 500, [string, string, string]>(
  'GNAR_ERR_GEAR_NO_ASSET',
  '%s is unavailable: step %s is disabled; remove %s',
  500
)

/** `GNAR_ERR_GEAR_NOT_RUNNING`: an asset of a `GnarApp` was used before `run()`. */
export const NotRunningError = createError<'GNAR_ERR_GEAR_NOT_RUNNING', 500, [string]>(
  'GNAR_ERR_GEAR_NOT_RUNNING',
  'the app %s has no server yet: call run() first, and use what needs the server in a step or a route',
  500
)

/** `GNAR_ERR_GEAR_RUNNING`: `run()` was called a second time. */
export const RunningError = createError<'GNAR_ERR_GEAR_RUNNING', 500, [string]>(
  'GNAR_ERR_GEAR_RUNNING',
  'the app %s is already running: create a new GnarApp to run it again',
  500
)

/** `GNAR_ERR_GEAR_STEP`: one of the app's own steps failed; the cause is its error. */
export const StepError = createError<'GNAR_ERR_GEAR_STEP', 500, [string, string, { cause: unknown }]>(
  'GNAR_ERR_GEAR_STEP',
  'the step %s failed: %s',
  500
)

/** `GNAR_ERR_GEAR_EARLY_ROUTES`: routes were declared before the preset, where its error contract does not apply. */
export const EarlyRoutesError = createError<'GNAR_ERR_GEAR_EARLY_ROUTES', 500>(
  'GNAR_ERR_GEAR_EARLY_ROUTES',
  'routes were declared before gnar-gear, so its errors and hooks do not apply to them: register gnar-gear first',
  500
)

/** `GNAR_ERR_GEAR_ROUTE_MODULE`: a route module failed to load; the cause is its error. */
export const RouteModuleError = createError<
  'GNAR_ERR_GEAR_ROUTE_MODULE',
  500,
  [string, string, { cause: unknown }]
>('GNAR_ERR_GEAR_ROUTE_MODULE', 'the route module %s failed to load: %s', 500)

/** `GNAR_ERR_GEAR_NO_ROUTE_MODULE`: a name of the option `routes` matches no module. */
export const NoRouteModuleError = createError<'GNAR_ERR_GEAR_NO_ROUTE_MODULE', 500, [string, string]>(
  'GNAR_ERR_GEAR_NO_ROUTE_MODULE',
  'there is no route module "%s": create one of %s, or fix the option routes',
  500
)

/** `GNAR_ERR_GEAR_TWIN_MODULES`: route modules have one name and several extensions. */
export const TwinModulesError = createError<'GNAR_ERR_GEAR_TWIN_MODULES', 500, [string]>(
  'GNAR_ERR_GEAR_TWIN_MODULES',
  '%s are twins: delete all but one',
  500
)

/** `GNAR_ERR_GEAR_NO_LOCAL`: `testApp` needs gnar-local, which is not installed. */
export const NoLocalError = createError<'GNAR_ERR_GEAR_NO_LOCAL', 500, [{ cause: unknown }]>(
  'GNAR_ERR_GEAR_NO_LOCAL',
  'testApp starts its servers with gnar-local: run npm install --save-dev gnar-local, or pass local: false',
  500
)

/** `GNAR_ERR_GEAR_NOT_DRAINED`: messages were left in a queue when `drain()` timed out; the cause is the last failure. */
export const NotDrainedError = createError<
  'GNAR_ERR_GEAR_NOT_DRAINED',
  500,
  [string, number, number, string, { cause: unknown }]
>('GNAR_ERR_GEAR_NOT_DRAINED', 'queue %s still has %d messages after %d ms: %s', 500)

/** `GNAR_ERR_GEAR_TWO_FASTIFYS`: this package and gnar-logger load different copies of Fastify. */
export const TwoFastifysError = createError<'GNAR_ERR_GEAR_TWO_FASTIFYS', 500, [string, string]>(
  'GNAR_ERR_GEAR_TWO_FASTIFYS',
  'two copies of Fastify are installed: gnar-gear loads %s, gnar-logger loads %s; run npm ls fastify to see why, and npm dedupe to keep one',
  500
)

/** `GNAR_ERR_GEAR_CLOSE_TIMEOUT`: shutdown took longer than it may. */
export const CloseTimeoutError = createError<'GNAR_ERR_GEAR_CLOSE_TIMEOUT', 500, [number, string]>(
  'GNAR_ERR_GEAR_CLOSE_TIMEOUT',
  'shutdown took longer than %d ms; still open: %s; raise closeTimeoutMs, or set a timeout on what is open',
  500
)

/** `GNAR_ERR_GEAR_NO_DATABASE`: `gnar migrate` was called for an app without Postgres. */
export const NoDatabaseError = createError<'GNAR_ERR_GEAR_NO_DATABASE', 500, [string]>(
  'GNAR_ERR_GEAR_NO_DATABASE',
  'the app "%s" has no database: remove noDb, or enable step configureDatabase',
  500
)
