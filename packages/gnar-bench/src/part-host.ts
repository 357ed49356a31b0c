import type { Facts, Measures, Part, RunOrder, StartPart, Usage } from './scenario.ts'

/** The main module of each benchmark process: starts one part and runs the harness's calls. */
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

/** A call to a part, and its reply. */
export interface Call {
  id: number
  method: keyof typeof methods
  argument: unknown
}
export type Reply = { id: number; result: unknown } | { id: number; error: string }

async function respond({ id, method, argument }: Call): Promise<void> {
  const run: (argument: never) => Promise<unknown> = methods[method]
  const reply: Reply = await run(argument as never).then(
    (result) => ({ id, result }),
    (error) => ({ id, error: String(error?.stack ?? error) })
  )
  process.send?.(reply, () => {
    if (method === 'stop') process.exit()
  })
}

process.on('message', (call: Call) => {
  void respond(call)
})
process.on('disconnect', () => process.exit())
