import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { compiled } from './compiled.ts'
import { jwtSecret } from './loads/token.ts'
import type { Facts, Program, Usage } from './scenario.ts'

/** A program that serves. */
export interface RunningProgram {
  facts: Facts
  /** Milliseconds from its start to its first response. */
  startMs: number
  usage(): Promise<Usage>
  stop(): Promise<void>
}

/** How long a program may take until it serves, in milliseconds. */
const startTimeoutMs = 60_000

/** Starts a program in production, on one core where that is given, and waits until `GET /hello` responds. */
export async function startProgram(
  { file, env, peer }: Program,
  facts: Facts,
  core: number | undefined
): Promise<RunningProgram> {
  const port = await findPort()
  const url = `http://127.0.0.1:${port}`
  const node = peer === undefined ? compiled(file) : file
  const [command, ...args] = peer?.command ?? [
    process.execPath,
    ...(peer === undefined ? process.execArgv : []),
    fileURLToPath(node)
  ]
  const pinned = core === undefined ? [command, ...args] : ['taskset', '-c', String(core), command, ...args]
  const began = performance.now()
  const child = spawn(pinned[0] as string, pinned.slice(1), {
    // Log lines go to /dev/null: what reads them in production is not measured.
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      ...facts,
      ...env,
      NODE_ENV: 'production',
      GNAR_JWT_SECRET_KEY: jwtSecret,
      PORT: String(port)
    },
    ...(peer !== undefined && { cwd: fileURLToPath(peer.folder) })
  })
  const exit = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  let hasEnded = false
  void exit.then(() => {
    hasEnded = true
  })

  // By force: a program in production would serve on for as long as it drains.
  const stop = async () => {
    child.kill('SIGKILL')
    await exit
  }

  while (!(await responds(`${url}/hello`))) {
    if (hasEnded || performance.now() - began > startTimeoutMs) {
      await stop()
      throw new Error(`${command} ${args.join(' ')} does not serve`)
    }
    await sleep(5)
  }
  return {
    facts: { url },
    startMs: performance.now() - began,
    usage: async () => readUsage(child.pid),
    stop
  }
}

async function responds(url: string): Promise<boolean> {
  try {
    const response = await fetch(url)
    await response.text()
    return response.ok
  } catch {
    return false
  }
}

async function findPort(): Promise<number> {
  const server = createServer()
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** Of the whole process, from Linux; not a number elsewhere, which is too noisy to judge. */
function readUsage(pid: number | undefined): Usage {
  const atMs = performance.now()
  if (process.platform !== 'linux') return { atMs, cpuMs: Number.NaN, peakMb: Number.NaN }
  const statistics = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return { atMs, ...usageOf(statistics, status) }
}

/** Linux counts in hundredths of a second for programs, on every architecture. */
const tickMs = 10

/**
 * @param statistics content of `/proc/<pid>/stat`; the program's name in it may contain spaces
 * @param status content of `/proc/<pid>/status`
 */
export function usageOf(statistics: string, status: string): Pick<Usage, 'cpuMs' | 'peakMb'> {
  const fields = statistics.slice(statistics.lastIndexOf(')') + 2).split(' ')
  const [user, system] = [fields[11], fields[12]].map(Number)
  const peakKb = Number(/^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1])
  return { cpuMs: ((user ?? Number.NaN) + (system ?? Number.NaN)) * tickMs, peakMb: peakKb / 1024 }
}
