import { join } from 'node:path'
import type { Local } from 'gnar-local'

export interface LocalServersOptions {
  postgres?: boolean
  sqs?: boolean
  ses?: boolean
  /** SQS queues to create. */
  queue?: string[]
  envPrefix?: string
}

/** Starts the selected servers of gnar-local, all of them by default, with data in `.gnar`. */
export async function startLocalServers(options: LocalServersOptions, cwd: string): Promise<Local> {
  // Loaded here because most commands do not need it.
  const { startLocal } = await import('gnar-local')
  const { postgres, sqs, ses, queue, envPrefix } = options
  const all = !postgres && !sqs && !ses
  return startLocal({
    postgres: all || postgres,
    sqs: all || sqs,
    ses: all || ses,
    dataDir: join(cwd, '.gnar'),
    queues: queue,
    envPrefix
  })
}
