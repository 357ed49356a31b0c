import { fork } from 'node:child_process'
import { once } from 'node:events'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { LocalServerError } from './errors.ts'
import type { KeeperReport } from './postgres-keeper.ts'

/** Name of the user, the password and the database: the server listens on loopback only. */
export const credentials = 'gnar'

/**
 * Starts Postgres under its own keeper process, which stops the server as soon as this process ends, for whatever
 * reason.
 *
 * @param dataDir parent of the data folder; undefined for a temporary folder
 */
export async function startPostgres(dataDir: string | undefined) {
  const extension = extname(fileURLToPath(import.meta.url))
  const keeper = fork(
    new URL(`./postgres-keeper${extension}`, import.meta.url),
    [credentials, dataDir ?? ''],
    {
      // Its own process group: Ctrl-C in the terminal must not stop the database before its users.
      detached: true,
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      execArgv: extension === '.ts' ? process.execArgv : []
    }
  )
  const report = await Promise.race([
    once(keeper, 'message').then(([message]) => message as KeeperReport),
    once(keeper, 'exit').then(([code]): KeeperReport => ({ fault: `its keeper exited with code ${code}` }))
  ])
  if ('fault' in report) {
    if (keeper.connected) keeper.disconnect()
    throw new LocalServerError('Postgres', report.fault)
  }
  keeper.unref()
  keeper.channel?.unref()
  return {
    variables: {
      PG_ENDPOINT: `127.0.0.1:${report.port}`,
      PG_DATABASE: credentials,
      PG_USERNAME: credentials,
      PG_PASSWORD: credentials
    },
    // It runs in another process, which holds this one up for nothing.
    unref: () => {},
    async stop() {
      if (keeper.exitCode !== null || keeper.signalCode !== null) return
      keeper.ref()
      const gone = once(keeper, 'exit')
      if (keeper.connected) keeper.disconnect()
      await gone
    }
  }
}
