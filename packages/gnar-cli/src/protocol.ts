import type { ChildMessage } from 'gnar-gear/command'

export type {
  ChildMessage,
  Command,
  ErrorReport,
  ParentMessage,
  RouteFailure,
  RouteReport,
  SettingReport
} from 'gnar-gear/command'

/** One kind of message that the app's process sends. */
export type MessageOf<Type extends ChildMessage['type']> = Extract<ChildMessage, { type: Type }>
