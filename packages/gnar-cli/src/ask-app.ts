import { relative } from 'node:path'
import ansis from 'ansis'
import type { ChildMessage, Command } from 'gnar-gear/command'
import { appEnd } from './app-end.ts'
import { startAppProcess } from './app-process.ts'
import type { MessageOf } from './child-messages.ts'
import { errorText } from './error-text.ts'
import { AppError } from './errors.ts'

/** An app that has not answered by then never will. */
const timeoutMs = 60_000

const answers = { routes: 'routes', env: 'settings' } as const

/** What an app is asked for without being served. */
export type Question = Extract<Command, keyof typeof answers>

export interface AskOptions {
  /** Absolute path of the main module. */
  main: string
  cwd: string
  tsx?: boolean | undefined
}

/**
 * Runs the app's main module just to have it tell about itself. What the app logs is not shown.
 *
 * @throws AppError when it fails, or ends without an answer
 */
export async function askApp<Q extends Question>(
  question: Q,
  { main, cwd, tsx = false }: AskOptions
): Promise<MessageOf<(typeof answers)[Q]>> {
  const child = startAppProcess({ command: question, main, cwd, tsx, stdout: 'pipe', timeoutMs })
  child.stdout?.resume()
  let answer: MessageOf<(typeof answers)[Q]> | undefined
  child.on('message', (message: ChildMessage) => {
    if (isAnswer(message, answers[question])) answer = message
  })
  const { error } = await appEnd(child)
  if (answer === undefined) throw new AppError(relative(cwd, main), errorText(error, cwd, ansis))
  return answer
}

function isAnswer<Type extends ChildMessage['type']>(
  message: ChildMessage,
  type: Type
): message is MessageOf<Type> {
  return message.type === type
}
