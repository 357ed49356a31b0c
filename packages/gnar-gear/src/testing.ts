import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import Fastify, {
  type FastifyInstance,
  type FastifyPluginAsync,
  type InjectOptions,
  type LightMyRequestResponse
} from 'fastify'
import type { LocalMail, LocalQueues } from 'gnar-local'
import type { GnarSqsOptions, SqsPoll } from 'gnar-sqs'
import { NoLocalError, NotDrainedError } from './errors.ts'
import { GnarApp } from './gnar-app.ts'
import type { GnarAppOptions, NewIdentity } from './index.ts'
import { readAppOptions } from './options.ts'

/** A service that another one calls in a test: one of `testApp`, an instance, or a plugin with only the routes needed. */
export type TestPeer = TestApp | FastifyInstance | ((fastify: FastifyInstance) => Promise<unknown>)

/** Options of `testApp`: those of `GnarApp`, with defaults for tests, and some more. */
export interface TestAppOptions extends Partial<GnarAppOptions> {
  /** Name of the app. Default `test_app`. */
  name?: string
  /** Other services by name, called within this process. */
  peers?: Readonly<Record<string, TestPeer>>
  /** Queues to create in addition to those of the option `sqs`: the ones that the app sends to. */
  queues?: readonly string[]
  /** Local servers to leave out, such as `{ ses: false }`; false for none. Default: those of the steps that are on. */
  local?: false | Readonly<Partial<Record<ServerName, false>>>
}

/** An app that is ready, listens nowhere, and has its own database. */
export interface TestApp extends AsyncDisposable {
  readonly app: GnarApp
  readonly server: FastifyInstance
  /** Sends a request within this process, as `fastify.inject` does. */
  inject(request: string | InjectOptions): ReturnType<typeof send>
  /** The same for a signed-in identity, whose token every request carries. */
  as(identity: NewIdentity): SignedIn
  /** The e-mails sent since this app started, oldest first. */
  inbox(): Promise<LocalMail[]>
  /** A queue by name; it is created if there is none. */
  queue(name: string): TestQueue
  /** Closes the app, deletes its database, and empties its queues. */
  close(): Promise<void>
}

/** A client with a token. */
export interface SignedIn extends Pick<TestApp, 'inject'> {
  readonly token: string
}

export interface TestQueue {
  /** Sends a message: text as it is, anything else as JSON. */
  send(body: unknown): Promise<void>
  /**
   * Waits until every message is handled and deleted.
   * @param timeoutMs default 5000
   * @throws NotDrainedError, with the last failure of the poll as its cause
   */
  drain(timeoutMs?: number): Promise<void>
  /** Takes all messages out of a queue that the app does not poll, and returns their bodies. */
  take(): Promise<string[]>
}

/**
 * Starts an app for one test: with real local servers that all apps of the process share, a database of its own, a
 * throw-away JWT secret, cheap password hashes, and polls that do not wait.
 *
 * @throws NoLocalError when gnar-local is not installed, and what the app's own start throws
 */
export async function testApp(options: TestAppOptions = {}): Promise<TestApp> {
  const { name = 'test_app', peers = {}, queues = [], local, ...own } = options
  const { envPrefix = 'GNAR' } = own
  const servers = await startServers(serversOf(own, local))
  const database = servers.postgres && (await createDatabase(servers.postgres, own))
  const polls = own.sqs === undefined ? [] : pollsOf(own.sqs)
  const sqs = servers.sqs && new (await loadLocal()).LocalQueues(String(servers.sqs.GNAR_SQS_ENDPOINT))
  const queueNames = [...new Set([...polls.map(({ queueName }) => queueName), ...queues])]
  await Promise.all(queueNames.map((queue) => sqs?.create(queue)))

  const variables = { ...servers.postgres, ...database?.env, ...servers.sqs, ...servers.ses, ...secret }
  const env = Object.fromEntries(
    Object.entries(variables).map(([key, value]) => [key.replace(/^GNAR/, envPrefix), value])
  )
  const fakes: FastifyInstance[] = []
  const instances = Object.entries(peers).map(([peer, service]) => {
    if (typeof service !== 'function') return [peer, 'inbox' in service ? service.server : service]
    const fake = Fastify()
    fake.register(service as FastifyPluginAsync)
    fakes.push(fake)
    return [peer, fake]
  })
  const app = new GnarApp(name, {
    production: false,
    port: 0,
    logLevel: 'WARNING',
    argon2: { timeCost: 1, memoryCost: 8, parallelism: 1 },
    ...own,
    env: { ...env, ...own.env },
    peer: { ...own.peer, peers: { ...own.peer?.peers, ...Object.fromEntries(instances) } },
    ...(own.sqs !== undefined && { sqs: withFastPolls(own.sqs) })
  })
  const close = async () => {
    await app.close()
    await Promise.all([...fakes.map((fake) => fake.close()), ...queueNames.map((queue) => sqs?.purge(queue))])
    await database?.drop()
  }
  const inboxUrl = servers.ses?.GNAR_SES_ENDPOINT
  const mails = async () => (inboxUrl === undefined ? [] : (await loadLocal()).readInbox(inboxUrl))
  const before = (await mails()).length
  let server: FastifyInstance
  try {
    server = await app.boot(readAppOptions(app.options))
  } catch (error) {
    await close()
    throw error
  }

  let closing: Promise<void> | undefined
  const closeOnce = () => {
    closing ??= close()
    return closing
  }
  return {
    app,
    server,
    inject: (request) => send(server, request),
    as(identity) {
      const token = server.createAccessToken(identity)
      return { token, inject: (request) => send(server, request, token) }
    },
    inbox: async () => (await mails()).slice(before),
    queue: (queue) => openQueue(queue, app, sqs),
    close: closeOnce,
    [Symbol.asyncDispose]: closeOnce
  }
}

function send(
  server: FastifyInstance,
  request: string | InjectOptions,
  token?: string
): Promise<LightMyRequestResponse> {
  const given = typeof request === 'string' ? { url: request } : request
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` }
  return server.inject({ ...given, headers: { ...authorization, ...given.headers } })
}

type ServerName = 'postgres' | 'sqs' | 'ses'
type Variables = Readonly<Record<string, string>>

/** Tokens of one test app are valid for its peers. */
const secret: Variables = { GNAR_JWT_SECRET_KEY: randomBytes(32).toString('base64url') }

function serversOf({ noDb, steps }: Partial<GnarAppOptions>, local: TestAppOptions['local']): ServerName[] {
  if (local === false) return []
  const isNeeded: Record<ServerName, boolean> = {
    postgres: noDb !== true && steps?.configureDatabase !== false,
    sqs: steps?.configureSqs !== false,
    ses: steps?.configureSes !== false
  }
  return (Object.keys(isNeeded) as ServerName[]).filter((name) => isNeeded[name] && local?.[name] !== false)
}

/** The servers of this process, each started by the first app that needs it. */
const shared = new Map<ServerName, Promise<Variables>>()

/** @returns the variables of each server */
async function startServers(names: readonly ServerName[]): Promise<Partial<Record<ServerName, Variables>>> {
  const started = names.map(async (name) => {
    const variables = shared.get(name) ?? startServer(name)
    shared.set(name, variables)
    return [name, await variables] as const
  })
  return Object.fromEntries(await Promise.all(started))
}

async function startServer(name: ServerName): Promise<Variables> {
  const { startLocal } = await loadLocal()
  const local = await startLocal({ [name]: true, envPrefix: 'GNAR' })
  local.unref()
  return local.env
}

/** Loaded at run time, since an app in production does without it. */
async function loadLocal(): Promise<typeof import('gnar-local')> {
  try {
    return await import('gnar-local')
  } catch (cause) {
    throw new NoLocalError({ cause })
  }
}

/** A copy of a template that has the app's migrations; an app with a table of migrations of its own applies them itself. */
async function createDatabase(env: Variables, { migrations, pg }: Partial<GnarAppOptions>) {
  const { testDatabase } = await loadLocal()
  const applied = pg?.migrationsTable === undefined ? (migrations ?? pg?.migrations) : undefined
  return testDatabase({ env, ...(applied !== undefined && { migrations: applied }) })
}

function pollsOf(sqs: NonNullable<GnarAppOptions['sqs']>): readonly SqsPoll[] {
  if (Array.isArray(sqs)) return sqs
  return 'queueName' in sqs ? [sqs as SqsPoll] : [(sqs as GnarSqsOptions).polls ?? []].flat()
}

/** A test must not wait for the next receive. */
function withFastPolls(sqs: NonNullable<GnarAppOptions['sqs']>): NonNullable<GnarAppOptions['sqs']> {
  const fast = pollsOf(sqs).map((poll) => ({ ...poll, intervalSeconds: 0.02, waitTimeSeconds: 0 }))
  return Array.isArray(sqs) || 'queueName' in sqs ? fast : { ...(sqs as GnarSqsOptions), polls: fast }
}

function openQueue(name: string, { server }: GnarApp, sqs: LocalQueues | undefined): TestQueue {
  const connect = async () => {
    if (sqs === undefined) throw new TypeError('there is no SQS server: leave the option local as it is')
    await sqs.create(name)
    return sqs
  }
  const polls = () => server.sqs.polls.filter(({ queueName }) => queueName === name)
  return {
    async send(body) {
      await connect()
      await server.sendSqsMessage(name, typeof body === 'string' ? body : JSON.stringify(body))
    },
    async drain(timeoutMs = 5000) {
      const local = await connect()
      const deadline = performance.now() + timeoutMs
      for (;;) {
        const count = await local.count(name)
        if (count === 0 && polls().every(({ inFlight }) => inFlight === 0)) return
        if (performance.now() > deadline) {
          const [poll] = polls()
          const reason =
            poll === undefined
              ? 'no poll of this app receives them'
              : `its poll is ${poll.state}, its last failure: ${poll.lastError ?? 'none'}`
          throw new NotDrainedError(name, count, timeoutMs, reason, { cause: poll?.lastError })
        }
        await sleep(10)
      }
    },
    take: async () => (await connect()).take(name)
  }
}
