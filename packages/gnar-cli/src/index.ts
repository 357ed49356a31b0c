export {
  type DevelopmentServer,
  type DevelopmentServerOptions,
  startDevelopmentServer
} from './development-server.ts'
export { MainNotFoundError, NoAnswerError, PortError, TypeScriptError } from './errors.ts'
