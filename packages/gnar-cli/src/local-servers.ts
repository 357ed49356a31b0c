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

/** Starts the servers of gnar-local that are asked for, all of them by default, with data in `.gnar`. */
export async function startLocalServers(options: LocalServersOptions, cwd: string): Promise<Local> {
  // Loaded here, since most commands need none of it.
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
