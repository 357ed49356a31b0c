import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { CommandError } from './errors.ts'
import { type LocalServersOptions, startLocalServers } from './local-servers.ts'
import { askedToEnd } from './signals.ts'

/**
 * `gnar local [command...]`: runs the command with the servers' variables set and exits with its code; without a
 * command, prints the variables and serves until it is asked to end.
 */
export async function local(command: readonly string[], options: LocalServersOptions): Promise<void> {
  const end = askedToEnd()
  const servers = await startLocalServers(options, process.cwd())
  try {
    if (command.length > 0) {
      process.exitCode = await run(command, servers.env)
      return
    }
    const variables = Object.entries(servers.env).map(([name, value]) => `${name}=${value}\n`)
    process.stdout.write(variables.join(''))
    if (servers.inboxUrl !== undefined) process.stderr.write(`Inbox: ${servers.inboxUrl}\n`)
    process.stderr.write('Press Ctrl-C to stop.\n')
    await end
  } finally {
    await servers.stop()
  }
}

/** The exit code of a command, as a shell reports it. */
function run([file = '', ...args]: readonly string[], env: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { env: { ...process.env, ...env }, stdio: 'inherit' })
    child.once('error', (error: NodeJS.ErrnoException) =>
      reject(new CommandError(file, error.code ?? error.message))
    )
    child.once('close', (code, signal) =>
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]))
    )
  })
}
