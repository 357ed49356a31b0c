import { ConfigurationError, type PluginValues } from 'gnar-env'
import type pg from 'pg'
import type { PoolConfig } from 'pg'
import { type Endpoint, type Host, hostsOf, parseEndpoint } from './endpoint.ts'
import { type HostChoice, hostSeekingClient } from './host-seeking-client.ts'
import type { settings } from './settings.ts'
import { tlsOf } from './tls.ts'
import { typeParsers, unknownTypes } from './type-parsers.ts'

/** The plugin's settings once read. */
export type Values = PluginValues<typeof settings>

/** Returns the password for a new connection. */
export type PasswordSource = () => string | undefined | Promise<string | undefined>

/** How to reach the database. */
export interface ConnectionPlan {
  /** Options of the pool, and of a client alone; includes the class of the clients. */
  config: PoolConfig & { statement_timeout?: number }
  /** The class of the clients, which chooses among several servers. */
  Client: typeof pg.Client
  /** `host/database@user`, as in the start line. */
  address: string
  /** Whether there is more than one server to try. */
  hasSeveralHosts: boolean
  /** Whether statements may be prepared. */
  prepare: boolean
}

/** Silence after which TCP keep-alive probes start, so that half-open connections are detected. */
const keepAliveInitialDelayMillis = 10_000

/** The server's own bound comes after ours, which has the better error; it is there for clients that are gone. */
const afterOursMs = 1000

/**
 * The configuration of the pool: single settings override the parts of the endpoint.
 *
 * @param password asked for each new connection; default: the password of the settings or of the endpoint
 * @throws ConfigurationError when a type does not exist
 */
export function planConnections(
  { Client, types }: Pick<typeof pg, 'Client' | 'types'>,
  values: Values,
  password?: PasswordSource
): ConnectionPlan {
  const endpoint = parseEndpoint(values.endpoint)
  const { database = endpoint.database, username = endpoint.username, parsers = {} } = values
  const [unknown] = unknownTypes(types, parsers)
  if (unknown !== undefined) {
    throw wrong(
      'parsers',
      `names no type of Postgres with "${unknown}": write it as in pg.types.builtins, such as int8`
    )
  }
  const hosts = hostsOf(endpoint)
  const PlannedClient = hostSeekingClient(Client, chooseHost(endpoint, hosts, values))
  const isPooler = endpoint.pooler === 'true'
  const timeoutMs = values.statementTimeoutMs ?? (isPooler ? undefined : values.queryTimeoutMs + afterOursMs)
  return {
    Client: PlannedClient,
    address: `${hosts.map(addressOf).join(',')}/${database}@${username}`,
    hasSeveralHosts: hosts.length > 1,
    prepare: values.prepare && !isPooler,
    config: {
      ...hosts[0],
      database,
      user: username,
      password: password ?? values.password ?? endpoint.password,
      ssl: tlsOf(endpoint, values),
      ...(endpoint.sslNegotiation !== undefined && { sslnegotiation: endpoint.sslNegotiation }),
      enableChannelBinding: ['prefer', 'require'].includes(endpoint.channelBinding ?? ''),
      application_name: endpoint.applicationName ?? endpoint.fallbackApplicationName,
      options: endpoint.options,
      keepAlive: true,
      keepAliveInitialDelayMillis,
      connectionTimeoutMillis: values.acquireTimeoutMs,
      idleTimeoutMillis: values.idleTimeoutMs,
      max: values.poolSize,
      query_timeout: values.queryTimeoutMs,
      ...(timeoutMs !== undefined && { statement_timeout: timeoutMs }),
      types: typeParsers(types, parsers),
      Client: PlannedClient
    } as PoolConfig
  } as ConnectionPlan
}

/** The settings with which migrations connect: the parts of `migrationsEndpoint` override the single settings. */
export function migrationValues(values: Values): Values {
  const { migrationsEndpoint } = values
  if (migrationsEndpoint === undefined) return values
  const { database, username, password, sslMode, sslRootCert } = parseEndpoint(migrationsEndpoint)
  const given = Object.entries({ database, username, password, sslMode, sslRootCert }).filter(
    ([, value]) => value !== undefined
  )
  return { ...values, ...Object.fromEntries(given), endpoint: migrationsEndpoint }
}

function chooseHost(endpoint: Endpoint, hosts: readonly Host[], values: Values): HostChoice {
  const writable = hosts.length > 1 && !values.readOnly ? 'read-write' : 'any'
  return {
    hosts,
    sessionAttributes: endpoint.sessionAttributes ?? writable,
    random: endpoint.hostOrder === 'random',
    requiresChannelBinding: endpoint.channelBinding === 'require',
    timeoutMs: Math.max(1, Math.floor(values.acquireTimeoutMs / (hosts.length + 1)))
  }
}

function addressOf({ host, port }: Host): string {
  return port === 5432 ? host : `${host}:${port}`
}

function wrong(option: string, fault: string): ConfigurationError {
  return new ConfigurationError([
    { plugin: 'gnar-pg', option, message: `option ${option} of gnar-pg ${fault}` }
  ])
}
