import { executionAsyncResource } from 'node:async_hooks'
import type { Facts, Measures, Part, RunOrder, StartPart } from './scenario.ts'

/** The main module of each process of a benchmark: starts one part and does what the harness asks. */
const methods = {
  async start({ file, given }: { file: string; given: Parameters<StartPart>[0] }): Promise<Facts> {
    const module: { default: StartPart } = await import(file)
    part = await module.default(given)
    return part.facts ?? {}
  },
  async prepare(order: Parameters<NonNullable<Part['prepare']>>[0]): Promise<Facts> {
    return (await part.prepare?.(order)) ?? {}
  },
  async run(order: RunOrder): Promise<Measures> {
    if (part.run === undefined) throw new Error('this part has no run(): give the scenario a load')
    return part.run(order)
  },
  async usage(): Promise<Usage> {
    const { user, system } = process.cpuUsage()
    const { maxRSS } = process.resourceUsage()
    return {
      atMs: performance.now(),
      cpuMs: (user + system) / 1000,
      peakMb: maxRSS / 1024
    }
  },
  async stop(): Promise<void> {
    await part.stop?.()
  }
}

let part: Part = {}

// Node 20's nextTick gets slower for good, by some 4 µs per request, once a garbage collection finds no tick waiting.
// That is luck, of each process anew; with one tick kept, no process has it.
const kept: object[] = []
process.nextTick(() => kept.push(executionAsyncResource()))

/** What a process has used since its start. */
export interface Usage {
  atMs: number
  cpuMs: number
  /** Greatest resident memory in MiB. */
  peakMb: number
}

/** A call to a part, and its answer. */
export interface Call {
  id: number
  method: keyof typeof methods
  argument: unknown
}
export type Answer = { id: number; result: unknown } | { id: number; error: string }

async function answer({ id, method, argument }: Call): Promise<void> {
  const run: (argument: never) => Promise<unknown> = methods[method]
  const reply: Answer = await run(argument as never).then(
    (result) => ({ id, result }),
    (error) => ({ id, error: String(error?.stack ?? error) })
  )
  process.send?.(reply, () => {
    if (method === 'stop') process.exit()
  })
}

process.on('message', (call: Call) => {
  void answer(call)
})
process.on('disconnect', () => process.exit())
