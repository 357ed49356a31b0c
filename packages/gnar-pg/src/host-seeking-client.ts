import type { Client, ClientConfig } from 'pg'
import type { Host } from './endpoint.ts'

/** Which servers a connection may end at. */
export interface HostChoice {
  /** Servers in the order in which they are tried. */
  hosts: readonly Host[]
  /** libpq's `target_session_attrs`. */
  sessionAttributes: string
  /** Try the servers in random order. */
  random: boolean
  /** Refuse a server that does not prove, by SCRAM with channel binding, that it ends the TLS connection. */
  requiresChannelBinding: boolean
  /** How long one server may take, in milliseconds. */
  timeoutMs: number
}

/**
 * A `pg` client class that connects to the first suitable one of several servers, and remembers which one it was.
 *
 * @returns `PgClient` itself where there is nothing to choose
 */
export function hostSeekingClient(PgClient: typeof Client, choice: HostChoice): typeof Client {
  const { hosts, sessionAttributes, requiresChannelBinding, timeoutMs } = choice
  if (hosts.length === 1 && sessionAttributes === 'any' && !requiresChannelBinding) return PgClient
  let current: Host | undefined = hosts.length === 1 ? hosts[0] : undefined

  class OneServerClient extends PgClient {
    /** What a session must be, else the connection fails. */
    readonly #wanted: string

    constructor(config: ClientConfig, wanted: string) {
      super(config)
      this.#wanted = wanted
    }

    async connectAndCheck(): Promise<void> {
      if (requiresChannelBinding) refuseWithoutChannelBinding(this)
      await super.connect()
      if (this.#wanted === 'any') return
      const { rows } = await this.query<Session>(sessionQuery)
      const fault = rows[0] === undefined ? undefined : sessionFaults[this.#wanted]?.(rows[0])
      if (fault !== undefined) throw new Error(fault)
    }
  }

  return class HostSeekingClient extends OneServerClient {
    readonly #config: ClientConfig

    constructor(config: ClientConfig = {}) {
      super(config, sessionAttributes === 'prefer-standby' ? 'any' : sessionAttributes)
      this.#config = config
    }

    override connect(): Promise<this>
    override connect(callback: (error: Error) => void): void
    override connect(callback?: (error: Error) => void): Promise<this> | undefined {
      const connecting = this.#seekAndConnect()
      if (callback === undefined) return connecting
      connecting.then(() => callback(undefined as never), callback)
      return undefined
    }

    async #seekAndConnect(): Promise<this> {
      current ??= await seek(this.#config)
      Object.assign(this, current)
      try {
        await this.connectAndCheck()
      } catch (error) {
        if (hosts.length > 1) current = undefined
        void this.end().catch(() => undefined)
        throw error
      }
      return this
    }
  } as unknown as typeof Client

  async function seek(config: ClientConfig): Promise<Host> {
    const faults: [Host, unknown][] = []
    const order = choice.random ? shuffled(hosts) : hosts
    const passes = sessionAttributes === 'prefer-standby' ? ['standby', 'any'] : [sessionAttributes]
    for (const wanted of passes) {
      for (const host of order) {
        // The pool hides the password from a copy of its options.
        const { password } = config
        const own = { ...config, ...host, password, connectionTimeoutMillis: timeoutMs } as ClientConfig
        const probe = new OneServerClient(own, wanted)
        probe.on('error', () => undefined)
        try {
          await probe.connectAndCheck()
          return host
        } catch (error) {
          faults.push([host, error])
        } finally {
          void probe.end().catch(() => undefined)
        }
      }
    }
    const texts = faults.map(([{ host, port }, error]) => `${host}:${port}: ${(error as Error).message}`)
    const cause = Object(faults.at(-1)?.[1]) as { code?: string }
    throw Object.assign(new Error(texts.join('; '), { cause }), { code: cause.code })
  }
}

interface Session {
  in_recovery: boolean
  read_only: boolean
}

const sessionQuery =
  "SELECT pg_is_in_recovery() AS in_recovery, current_setting('transaction_read_only')::bool AS read_only"

/** Why a session is not the one that libpq's `target_session_attrs` asks for. */
const sessionFaults: Readonly<Record<string, (session: Session) => string | undefined>> = {
  'read-write': ({ read_only }) => (read_only ? 'session is read-only' : undefined),
  'read-only': ({ read_only }) => (read_only ? undefined : 'session is not read-only'),
  primary: ({ in_recovery }) => (in_recovery ? 'session is not at a primary' : undefined),
  standby: ({ in_recovery }) => (in_recovery ? undefined : 'session is not at a standby')
}

/** Ends the connection before a password is sent, unless the server offers the mechanism that proves its identity. */
function refuseWithoutChannelBinding(client: Client): void {
  const { connection } = client
  let offered = false
  const refuse = () => {
    if (offered) return
    connection.emit('error', new Error('the server does not offer channel binding'))
    connection.stream.destroy()
  }
  connection.once('authenticationSASL', ({ mechanisms }: { mechanisms: string[] }) => {
    offered = mechanisms.includes('SCRAM-SHA-256-PLUS')
    refuse()
  })
  for (const event of ['authenticationCleartextPassword', 'authenticationMD5Password', 'authenticationOk']) {
    connection.once(event, refuse)
  }
}

function shuffled<Item>(items: readonly Item[]): Item[] {
  return items
    .map((item) => ({ item, rank: Math.random() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item)
}
