export {
  type DevelopmentServer,
  type DevelopmentServerOptions,
  startDevelopmentServer
} from './development-server.ts'
export {
  AppError,
  CommandError,
  MainNotFoundError,
  PortError,
  TypeScriptError,
  UsageError
} from './errors.ts'
