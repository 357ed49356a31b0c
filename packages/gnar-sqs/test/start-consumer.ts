import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { Test } from 'tap'
import type { SqsPoll } from '../src/index.ts'

export interface ConsumerOptions {
  poll: Omit<SqsPoll, 'callback'>
  /** How long each callback takes. */
  handleMs: number
  /** File to which the body of each handled message is appended, and when. */
  file: string
  closeTimeoutMs?: number
  /** Every so many calls the callback throws; 0 for never. */
  failEvery?: number
}

/** Starts a consumer in a process of its own, which ends with the test. */
export function startConsumer(
  t: Test,
  env: Record<string, string>,
  { closeTimeoutMs = 10_000, failEvery = 0, ...options }: ConsumerOptions
): ChildProcess {
  const child = fork(new URL('./fixtures/consumer.ts', import.meta.url), {
    execArgv: ['--import=ts-blank-space/register', '--conditions=gnar-source'],
    env: {
      PATH: process.env.PATH,
      ...env,
      CONSUMER: JSON.stringify({ ...options, closeTimeoutMs, failEvery })
    }
  })
  t.after(() => child.kill('SIGKILL'))
  return child
}

/** Resolves when the child has sent so many messages of a kind. */
export function sent(child: ChildProcess, kind: string, count = 1): Promise<void> {
  let seen = 0
  return new Promise((resolve) => {
    child.on('message', (message) => {
      if (message === kind) seen += 1
      if (seen >= count) resolve()
    })
  })
}

/** Ends a consumer as an orchestrator does. @returns its exit code */
export async function stopConsumer(child: ChildProcess): Promise<number> {
  child.kill('SIGTERM')
  const [code] = await once(child, 'exit')
  return code
}

/** The messages that were handled, in that order, and when. */
export function readHandled(file: string): { body: string; at: number }[] {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean)
  return lines.map((line) => {
    const [body = '', at] = line.split(' ')
    return { body, at: Number(at) }
  })
}
