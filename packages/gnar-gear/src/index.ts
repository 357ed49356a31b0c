export type {
  ChildMessage,
  Command,
  ErrorReport,
  ParentMessage,
  RouteFailure,
  RouteReport,
  SettingReport
} from './development-child.ts'
