import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, open, readFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { startLocal } from 'gnar-local'

/** The servers and services, as an outsider sees them. */
export interface Fleet {
  pisteUrl: string
  offPisteUrl: string
  inboxUrl: string
  /** What the services write, relative to the working directory. */
  logFiles: string[]
  /** Variables with which a program reaches the servers. */
  env: Record<string, string>
  stop(): Promise<void>
}

export interface FleetOptions {
  logDir: string
  dataDir?: string
  ports?: [number, number]
}

interface Service {
  logFile: string
  /** Resolves at the first answer. */
  ready(port: number): Promise<void>
  stop(): Promise<void>
}

const gnar = fileURLToPath(new URL('../bin/gnar.js', import.meta.resolve('gnar-cli')))
/** How long a service may take from its start to its first answer. */
const readyWithinMs = 30_000

/**
 * Starts the local servers and both services in development mode.
 *
 * @param logDir folder for the services' logs
 * @param dataDir folder for the database; undefined for a throw-away one
 * @param ports of piste and off-piste; where one is taken, or 0, any free port
 */
export async function startFleet({ logDir, dataDir, ports = [0, 0] }: FleetOptions): Promise<Fleet> {
  const local = await startLocal({ postgres: true, sqs: true, ses: true, queues: ['activity'], dataDir })
  const [piste, offPiste] = [await freePort(ports[0]), await freePort(ports[1])]
  const env = {
    ...local.env,
    GNAR_JWT_SECRET_KEY: randomBytes(32).toString('base64url'),
    GNAR_JWT_MAX_SESSION_MINUTES: '720',
    GNAR_OFF_PISTE_SERVICE_PORT: `127.0.0.1:${offPiste}`,
    PISTE_PORT: String(piste),
    PISTE_URL: `http://localhost:${piste}`,
    OFF_PISTE_PORT: String(offPiste)
  }
  const services = [await startService('piste', env, logDir), await startService('off-piste', env, logDir)]
  const stop = async () => {
    await Promise.all(services.map((service) => service.stop()))
    await local.stop()
  }
  try {
    await Promise.all([services[0]?.ready(piste), services[1]?.ready(offPiste)])
  } catch (error) {
    await stop()
    throw error
  }
  return {
    pisteUrl: `http://localhost:${piste}`,
    offPisteUrl: `http://localhost:${offPiste}`,
    inboxUrl: local.inboxUrl ?? '',
    logFiles: services.map(({ logFile }) => logFile),
    env,
    stop
  }
}

/** Starts one of the examples under `gnar dev`, which writes into a log file of its own. */
async function startService(name: string, env: Record<string, string>, logDir: string): Promise<Service> {
  const folder = dirname(fileURLToPath(import.meta.resolve(`${name}/package.json`)))
  const logFile = join(logDir, `${name}.log`)
  await mkdir(logDir, { recursive: true })
  const log = await open(logFile, 'w')
  const child = spawn(process.execPath, [gnar, 'dev', 'app/main.ts'], {
    cwd: folder,
    env: { ...process.env, ...env },
    // A process group of its own, so that Ctrl-C reaches the services once and through us; the channel ends them when
    // we are killed.
    detached: true,
    stdio: ['ignore', log.fd, log.fd, 'ipc']
  })
  await log.close()
  const gone = once(child, 'exit')
  return {
    logFile,
    async ready(port) {
      const deadline = Date.now() + readyWithinMs
      while (!(await isReady(port))) {
        const said = await readFile(logFile, 'utf8')
        // `gnar dev` waits for a fix, which nobody makes here.
        if (said.includes('failed to start') || child.exitCode !== null || Date.now() > deadline) {
          throw new Error(`${name} did not start; it said:\n${said}`)
        }
        await delay(50)
      }
    },
    async stop() {
      child.kill('SIGTERM')
      await gone
    }
  }
}

function isReady(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/health/ready`, { signal: AbortSignal.timeout(5_000) }).then(
    ({ ok }) => ok,
    () => false
  )
}

/** The preferred port, or another one when that is taken. */
async function freePort(preferred: number): Promise<number> {
  const probe = createServer()
  const listening = once(probe, 'listening')
  probe.listen(preferred, '::')
  try {
    await listening
  } catch {
    return freePort(0)
  }
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}
