import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { UsageError } from './errors.ts'

/** The TypeScript compiler of the project, which runs alongside the app after each save. */
export interface TypeCheck {
  /** Checks the project as it is now, in place of a check that still runs. */
  run(): void
  close(): void
}

/**
 * @param report takes the compiler's output; undefined when there are no errors
 * @throws UsageError when the project has no compiler or no `tsconfig.json`
 */
export function createTypeCheck(
  cwd: string,
  color: boolean,
  report: (errors: string | undefined) => void
): TypeCheck {
  const compiler = findCompiler(cwd)
  if (!existsSync(join(cwd, 'tsconfig.json'))) throw new UsageError('--typecheck needs a tsconfig.json')
  let running: ChildProcess | undefined

  function stop(): void {
    const pid = running?.pid
    running = undefined
    if (pid === undefined) return
    try {
      // The whole group: the compiler is a program that the command of the package starts.
      process.kill(-pid, 'SIGKILL')
    } catch {}
  }

  return {
    run() {
      stop()
      const args = [compiler, '--noEmit', '--project', cwd, '--pretty', String(color)]
      const child = spawn(process.execPath, args, { cwd, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
      running = child
      let output = ''
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8').on('data', (text: string) => {
          output += text
        })
      }
      child.once('close', (code) => {
        if (running !== child) return
        running = undefined
        report(code === 0 ? undefined : output.trim() || `the compiler ended with code ${code}`)
      })
    },
    close: stop
  }
}

function findCompiler(cwd: string): string {
  try {
    const manifest = createRequire(join(cwd, 'package.json')).resolve('typescript/package.json')
    return join(dirname(manifest), 'lib', 'tsc.js')
  } catch {
    throw new UsageError('--typecheck needs TypeScript: npm install --save-dev typescript')
  }
}
