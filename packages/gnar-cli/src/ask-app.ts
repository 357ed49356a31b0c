import { relative } from 'node:path'
import ansis from 'ansis'
import { appEnd } from './app-end.ts'
import { startAppProcess } from './app-process.ts'
import { explainCommonJs } from './commonjs-failure.ts'
import { errorText } from './error-text.ts'
import { AppError } from './errors.ts'
import type { ChildMessage, Command, MessageOf } from './protocol.ts'

/** Time in milliseconds for an app to boot without its servers. */
const timeoutMs = 60_000

const replies = { routes: 'routes', openapi: 'openapi', env: 'settings' } as const

/** What an app can be asked without serving requests. */
export type Question = Extract<Command, keyof typeof replies>

export interface AskOptions {
  /** Absolute path of the main module. */
  main: string
  cwd: string
  tsx?: boolean | undefined
}

/**
 * Runs the app's main module only to get its routes, document or settings. Its log is not shown.
 *
 * @throws AppError when the app fails, or exits without a reply
 */
export async function askApp<Q extends Question>(
  question: Q,
  { main, cwd, tsx = false }: AskOptions
): Promise<MessageOf<(typeof replies)[Q]>> {
  const child = startAppProcess({ command: question, main, cwd, tsx, stdout: 'pipe', timeoutMs })
  child.stdout?.resume()
  let reply: MessageOf<(typeof replies)[Q]> | undefined
  child.on('message', (message: ChildMessage) => {
    if (isReply(message, replies[question])) reply = message
  })
  const { error } = await appEnd(child)
  if (reply === undefined) {
    const explained = explainCommonJs(error, main, cwd)
    throw new AppError(relative(cwd, main), errorText(explained, cwd, ansis))
  }
  return reply
}

function isReply<Type extends ChildMessage['type']>(
  message: ChildMessage,
  type: Type
): message is MessageOf<Type> {
  return message.type === type
}
