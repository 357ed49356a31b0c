import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { freePort } from '../free-port.ts'

/** Versions of the day of gnar-gear 1.1.5, and the oldest Bjoern that a compiler of today builds. */
const pins = [
  'gnar-gear==1.1.5',
  'flask==1.1.4',
  'werkzeug==1.0.1',
  'jinja2==2.11.3',
  'itsdangerous==1.1.0',
  'markupsafe==1.1.1',
  'flask-jwt-extended==3.24.1',
  'pyjwt==1.7.1',
  'boto3==1.12.49',
  'bjoern==3.2.2'
]

/**
 * Installs the original into a virtual environment.
 *
 * @returns its interpreter; undefined where Python 3.7, PyPI, a compiler or libev are missing
 */
export function installOriginal(folder: string): string | undefined {
  const home = join(folder, 'venv')
  const python = join(home, 'bin', 'python')
  const succeeds = (command: string, ...args: string[]) => spawnSync(command, args).status === 0
  const { PYTHON37 = 'python3.7' } = process.env
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check']
  return succeeds(PYTHON37, '-m', 'venv', home) && succeeds(python, ...pip, ...pins) ? python : undefined
}

export interface Original {
  port: number
  stop(): Promise<void>
}

/** Starts the original: Bjoern in production, Flask's own server in development. */
export async function startOriginal(python: string, production: boolean, secret: string): Promise<Original> {
  const port = await freePort()
  const child = spawn(
    python,
    ['-W', 'ignore', '-m', 'piste.app.main', production ? 'production' : 'development', String(port)],
    {
      cwd: import.meta.dirname,
      // In development the original does its steps only in the process that Flask's reloader started.
      env: {
        ...process.env,
        GNAR_JWT_SECRET_KEY: secret,
        PYTHONDONTWRITEBYTECODE: '1',
        ...(!production && { WERKZEUG_RUN_MAIN: 'true' })
      },
      stdio: ['ignore', 'ignore', 'pipe']
    }
  )
  let said = ''
  child.stderr.on('data', (chunk) => {
    said += chunk
  })
  await untilUp(child, port, () => said)
  return {
    port,
    async stop() {
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    }
  }
}

async function untilUp(child: ChildProcess, port: number, said: () => string): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the original ended:\n${said()}`)
    try {
      await fetch(`http://127.0.0.1:${port}/piste/hello`)
      return
    } catch {
      await setTimeout(100)
    }
  }
}
