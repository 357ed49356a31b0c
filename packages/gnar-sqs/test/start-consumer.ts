import { type ChildProcess, fork } from 'node:child_process'
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
