export { findAppDir, findProjectDir } from './app-folder.ts'
export { noteConstructorOnly } from './constructor-only.ts'
export { withDeadline } from './deadline.ts'
export {
  type CommonOptions,
  type CommonValues,
  type Definition,
  defineSettings,
  findProblems,
  type PluginOptions,
  type PluginValues,
  type Rule,
  type RuleContext,
  readSettings,
  requireAtUse,
  resolveSettings
} from './definition.ts'
export { ConfigurationError, type Problem } from './errors.ts'
export { createRedaction, isSecretKey, type Redaction, redacted, redactUrl } from './redaction.ts'
export { type Resolution, toVariableWord } from './resolve.ts'
export { markHarmless, type RouteAccess, routeAccess } from './route-access.ts'
export {
  choice,
  custom,
  dayMs,
  flag,
  integer,
  longestTimerMs,
  type OptionsOf,
  type Row,
  type Setting,
  type Settings,
  text,
  type ValuesOf
} from './setting.ts'
export { errorCodeOf, type TracedEvent, traced } from './traced.ts'
export { nearest, unknownOptions } from './unknown-options.ts'
export { type FoundVariable, findVariable } from './variable.ts'
