import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { Test } from 'tap'
import type { SqsPoll } from '../src/index.ts'

export interface ConsumerOptions {
  poll: Omit<SqsPoll, 'callback'>
  /** How long each callback takes. */
  handleMs: number
  /** File to which each message that was handled is appended. */
  file: string
  closeTimeoutMs?: number
  /** The callback throws on every n-th call; 0 for never. */
  failEvery?: number
}

/** Starts a consumer in its own process, which ends with the test. */
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
  t.after(() => killConsumer(child))
  return child
}

/** Resolves when the child has sent `count` messages of a kind. */
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

/** Ends a consumer at once, and waits for its end. */
export async function killConsumer(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGKILL')
  await once(child, 'exit')
}

/** One time that a message was handled. */
export interface Handled {
  body: string
  receiveCount: number
  pid: number
}

/** What the consumers have handled, in that order. */
export function readHandled(file: string): Handled[] {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean)
  return lines.map((line) => {
    const [body = '', receiveCount, pid] = line.split(' ')
    return { body, receiveCount: Number(receiveCount), pid: Number(pid) }
  })
}
