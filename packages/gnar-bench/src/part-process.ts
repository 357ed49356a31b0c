import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { compiled } from './compiled.ts'
import type { Call, Reply } from './part-host.ts'
import type { Facts, Measures, ModuleOf, Part, Usage } from './scenario.ts'

/** A part in its own process; each call fails when that process ends or does not reply in time. */
export interface PartProcess extends Required<Omit<Part, 'stop'>> {
  /** What the process has used since its start. */
  usage(): Promise<Usage>
  /** Stops the process, by force if necessary. */
  stop(): Promise<void>
}

/** Maximum duration of a start, turn or stop, in milliseconds. */
const callTimeoutMs = 120_000

/** How long a process may take to exit before it is killed, in milliseconds. */
const stopMs = 5_000

/** Starts a part in its own process, on one core where that is given. */
export async function startPart(
  { file, options = {} }: ModuleOf,
  facts: Facts,
  core: number | undefined
): Promise<PartProcess> {
  const child = fork(fileURLToPath(compiled(new URL('./part-host.ts', import.meta.url))), {
    // Log lines go to /dev/null: what reads them in production is not measured.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    ...(core !== undefined && {
      execPath: 'taskset',
      execArgv: ['-c', String(core), process.execPath, ...process.execArgv]
    })
  })
  const calls = new Map<number, Waiting>()
  let lastId = 0

  child.on('message', (reply: Reply) => {
    const call = calls.get(reply.id)
    calls.delete(reply.id)
    if ('error' in reply) call?.reject(new Error(reply.error))
    else call?.resolve(reply.result)
  })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const failPending = (error: Error) => {
    for (const { reject } of calls.values()) reject(error)
    calls.clear()
  }
  child.on('error', failPending)
  child.on('exit', (code, signal) => failPending(new Error(`${file.pathname} exited: ${signal ?? code}`)))

  const call = async (method: Call['method'], argument?: unknown): Promise<unknown> => {
    const id = ++lastId
    const timer = setTimeout(() => child.kill('SIGKILL'), callTimeoutMs)
    try {
      return await new Promise((resolve, reject) => {
        calls.set(id, { resolve, reject })
        const message: Call = { id, method, argument }
        child.send(message, (error) => error && reject(error))
      })
    } finally {
      clearTimeout(timer)
    }
  }

  try {
    const given = { options, facts }
    return {
      facts: (await call('start', { file: compiled(file).href, given })) as Facts,
      prepare: (order) => call('prepare', order) as Promise<Facts>,
      run: (order) => call('run', order) as Promise<Measures>,
      usage: () => call('usage') as Promise<Usage>,
      async stop() {
        const timer = setTimeout(() => child.kill('SIGKILL'), stopMs)
        call('stop').catch(() => {})
        if (child.exitCode === null && child.signalCode === null) await ended
        clearTimeout(timer)
      }
    }
  } catch (error) {
    child.kill('SIGKILL')
    throw error
  }
}

interface Waiting {
  resolve(result: unknown): void
  reject(error: Error): void
}
