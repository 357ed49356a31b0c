import { custom, defineSettings, flag, type PluginOptions, readSettings, text } from 'gnar-env'
import { startPostgres } from './postgres.ts'
import { startSes } from './ses.ts'
import { startSqs } from './sqs.ts'

export { LocalServerError } from './errors.ts'
export { type LocalMail, readInbox } from './inbox.ts'
export { LocalQueues } from './queues.ts'
export { type TestDatabase, type TestDatabaseOptions, testDatabase } from './test-database.ts'

/** Queue names that AWS accepts. */
const queueName = /^[\w-]{1,75}(?:\.fifo|[\w-]{0,5})$/

const table = {
  /** Start Postgres 18. Default false. */
  postgres: flag({ default: false, meaning: 'start Postgres' }),
  /** Start an SQS server. Default false. */
  sqs: flag({ default: false, meaning: 'start an SQS server' }),
  /** Start an SES server with an inbox page. Default false. */
  ses: flag({ default: false, meaning: 'start an SES server' }),
  /** Folder for Postgres data that survives a restart, usually `.gnar`. Default: a temporary folder. */
  dataDir: text({ meaning: 'folder for data that survives a restart' }),
  /** Names of the SQS queues to create; a name that ends in `.fifo` creates a FIFO queue. Default none. */
  queues: custom<readonly string[]>()({
    default: [],
    meaning: 'queues to create',
    check: (value) =>
      Array.isArray(value) && value.every((name) => queueName.test(name))
        ? undefined
        : 'must be a list of names of at most 80 letters, digits, hyphens and underscores; a FIFO queue ends in .fifo'
  })
}

/** Options of `startLocal`. */
export const settings = defineSettings('gnar-local', table)

export type StartLocalOptions = PluginOptions<typeof settings>

/** Servers that run until `stop` is called or the process that started them ends. */
export interface Local {
  /** The variables with which a service finds these servers, including the prefix. */
  env: Record<string, string>
  /** URL of the page that shows the e-mails sent; undefined without SES. */
  inboxUrl: string | undefined
  /** Lets this process end while the servers run; they end with it. */
  unref(): void
  /** Stops the servers and deletes temporary data. */
  stop(): Promise<void>
}

interface LocalServer {
  /** Variables without the prefix. */
  variables: Record<string, string>
  unref(): void
  stop(): Promise<void>
}

/**
 * Starts real servers on free loopback ports and waits until each responds. Needs neither Docker nor root; root also works.
 *
 * @throws LocalServerError (`GNAR_ERR_LOCAL_SERVER`) with the server's own output when it fails to start
 */
export async function startLocal(options: StartLocalOptions): Promise<Local> {
  const { postgres, sqs, ses, dataDir, queues, envPrefix } = readSettings(settings, options)
  const starting: Promise<LocalServer>[] = []
  if (postgres) starting.push(startPostgres(dataDir))
  if (sqs) starting.push(startSqs(queues))
  if (ses) starting.push(startSes())

  const outcomes = await Promise.allSettled(starting)
  const servers = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? outcome.value : []))
  const unref = () => {
    for (const server of servers) server.unref()
  }
  const stop = async () => {
    await Promise.all(servers.map((server) => server.stop()))
  }
  const failure = outcomes.find((outcome) => outcome.status === 'rejected')
  if (failure !== undefined) {
    await stop()
    throw failure.reason
  }

  const variables = Object.assign({}, ...servers.map((server) => server.variables)) as Record<string, string>
  const env = Object.entries(variables).map(([name, value]) => [`${envPrefix}_${name}`, value] as const)
  return { env: Object.fromEntries(env), inboxUrl: variables.SES_ENDPOINT, unref, stop }
}
