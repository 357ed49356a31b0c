import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const bin = fileURLToPath(new URL('../src/command-line.ts', import.meta.url))

export interface Outcome {
  code: number | null
  stdout: string
  stderr: string
}

/** Starts `gnar` from source, as a shell would, and keeps its output. */
export function spawnGnar(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}) {
  return spawn(process.execPath, ['--import', import.meta.resolve('ts-blank-space/register'), bin, ...args], {
    cwd,
    // The app's process also runs the sources of the workspace.
    env: { ...process.env, NODE_OPTIONS: '--conditions=gnar-source', NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe']
  })
}

/** Runs `gnar` to its end. */
export async function runGnar(
  args: readonly string[],
  cwd: string,
  env?: NodeJS.ProcessEnv
): Promise<Outcome> {
  const child = spawnGnar(args, cwd, env)
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk
  })
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk
  })
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, stdout, stderr }
}
