import { ConfigurationError, type PluginValues } from 'gnar-env'
import type pg from 'pg'
import type { PoolConfig } from 'pg'
import { parseEndpoint } from './endpoint.ts'
import type { settings } from './settings.ts'
import { tlsOptions } from './tls.ts'
import { typeParsers, unknownTypes } from './type-parsers.ts'

/** The plugin's settings once read. */
export type Values = PluginValues<typeof settings>

/** Silence after which TCP keep-alive probes start, so that half-open connections are detected. */
const keepAliveInitialDelayMillis = 10_000

/** The server's own bound comes after ours, which has the better error; it is there for clients that are gone. */
const afterOursMs = 1000

/**
 * The configuration of the pool: single settings override the parts of the endpoint.
 *
 * @throws ConfigurationError when a type does not exist
 */
export function connectionConfig(
  values: Values,
  types: typeof pg.types
): PoolConfig & { host: string; port: number; statement_timeout?: number } {
  const endpoint = parseEndpoint(values.endpoint)
  const { database = endpoint.database, username = endpoint.username, password = endpoint.password } = values
  const { sslMode = endpoint.sslMode, sslRootCert = endpoint.sslRootCert, parsers = {} } = values
  const [unknown] = unknownTypes(types, parsers)
  if (unknown !== undefined) {
    throw wrong(
      'parsers',
      `names no type of Postgres with "${unknown}": write it as in pg.types.builtins, such as int8`
    )
  }
  return {
    host: endpoint.host ?? '',
    port: Number(endpoint.port ?? 5432),
    database,
    user: username,
    password,
    ssl: tlsOptions(sslMode, { ...endpoint, sslRootCert }, values.tls),
    application_name: endpoint.applicationName,
    options: endpoint.options,
    keepAlive: true,
    keepAliveInitialDelayMillis,
    connectionTimeoutMillis: values.acquireTimeoutMs,
    idleTimeoutMillis: values.idleTimeoutMs,
    max: values.poolSize,
    query_timeout: values.queryTimeoutMs,
    statement_timeout: values.statementTimeoutMs ?? values.queryTimeoutMs + afterOursMs,
    types: typeParsers(types, parsers)
  }
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

function wrong(option: string, fault: string): ConfigurationError {
  return new ConfigurationError([
    { plugin: 'gnar-pg', option, message: `option ${option} of gnar-pg ${fault}` }
  ])
}
