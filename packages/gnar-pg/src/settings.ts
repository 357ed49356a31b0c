import type { ConnectionOptions } from 'node:tls'
import { choice, custom, dayMs, defineSettings, flag, integer, longestTimerMs, text } from 'gnar-env'
import { type Endpoint, endpointFault, parseEndpoint } from './endpoint.ts'
import { migrationsFault } from './migration-files.ts'
import { type SslMode, sslModes, tlsOf } from './tls.ts'
import { type Parsers, parsersFault } from './type-parsers.ts'

const table = {
  /** Address of the server: host, `host:port`, socket directory, `postgres://` URL, or libpq words such as `10.0.0.5 port=5433 sslmode=require`. */
  endpoint: custom<string>()({
    variable: 'PG_ENDPOINT',
    required: 'at start',
    secret: true,
    check: endpointFault,
    meaning: 'host, host:port, socket directory, postgres:// URL or libpq words',
    example: 'localhost:5432'
  }),
  /** Name of the database; optional if the endpoint names it. */
  database: text({
    variable: 'PG_DATABASE',
    meaning: 'name of the database',
    example: 'piste'
  }),
  /** Name of the user; optional if the endpoint names it. */
  username: text({
    variable: 'PG_USERNAME',
    meaning: 'name of the user',
    example: 'piste'
  }),
  /** Password of the user, or a function that returns it for each new connection; none if the server trusts the connection. */
  password: custom<string | (() => string | Promise<string>)>()({
    variable: 'PG_PASSWORD',
    secret: true,
    check: passwordFault,
    meaning: 'password of the user',
    example: '<password>'
  }),
  /** TLS mode, in libpq's words; overrides the endpoint's `sslmode`. Default: none, unless the endpoint or `tls` sets it. */
  sslMode: choice(sslModes, { variable: 'PG_SSL_MODE', meaning: "TLS mode, in libpq's words" }),
  /** Path of a PEM file with the authority that signed the server's certificate. */
  sslRootCert: text({
    variable: 'PG_SSL_ROOT_CERT',
    meaning: "PEM file of the server's authority",
    example: '/etc/ssl/rds.pem'
  }),
  /** Options of Node's `tls.connect`; they override those of `sslMode`. */
  tls: custom<ConnectionOptions>()({
    meaning: "options of Node's tls.connect",
    check: (value) =>
      typeof value === 'object' && value !== null ? undefined : 'must be an object; set sslMode to enable TLS'
  }),
  /** Maximum number of connections. Default 10, as in `pg`. */
  poolSize: integer({
    variable: 'PG_POOL_SIZE',
    min: 1,
    max: 10_000,
    default: 10,
    meaning: 'maximum number of connections'
  }),
  /** How long the start waits for the server, in milliseconds; at most Fastify's `pluginTimeout` less a second. Default 10000. */
  connectTimeoutMs: integer({
    variable: 'PG_CONNECT_TIMEOUT_MS',
    min: 1,
    max: longestTimerMs,
    default: 10_000,
    meaning: 'how long the start waits for the server, in ms'
  }),
  /** How long a query waits for a connection, in milliseconds. Default 5000. */
  acquireTimeoutMs: integer({
    variable: 'PG_ACQUIRE_TIMEOUT_MS',
    min: 1,
    max: longestTimerMs,
    default: 5000,
    meaning: 'how long a query waits for a connection, in ms'
  }),
  /** How long a query waits for its response, in milliseconds; then its connection is cut. Default 30000. */
  queryTimeoutMs: integer({
    variable: 'PG_QUERY_TIMEOUT_MS',
    min: 1,
    max: longestTimerMs,
    default: 30_000,
    meaning: 'how long a query waits for its response, in ms'
  }),
  /** After how many milliseconds the server cancels a statement. Default: a second more than `queryTimeoutMs`, unless a pooler rejects the parameter. */
  statementTimeoutMs: integer({
    variable: 'PG_STATEMENT_TIMEOUT_MS',
    min: 1,
    max: longestTimerMs,
    meaning: 'after how long the server cancels a statement, in ms'
  }),
  /** After how many milliseconds an idle connection is closed. Default 30000. */
  idleTimeoutMs: integer({
    variable: 'PG_IDLE_TIMEOUT_MS',
    min: 1,
    max: longestTimerMs,
    default: 30_000,
    meaning: 'after how long an idle connection is closed, in ms'
  }),
  /** How long `fastify.close()` waits for connections in use, in milliseconds; then they are cut. Default 5000. */
  closeTimeoutMs: integer({
    variable: 'PG_CLOSE_TIMEOUT_MS',
    min: 0,
    max: longestTimerMs,
    default: 5000,
    meaning: 'how long closing waits for connections in use, in ms'
  }),
  /** Whether repeated statements are prepared. Default true; false behind a pooler that cannot keep them. */
  prepare: flag({
    variable: 'PG_PREPARE',
    default: true,
    meaning: 'whether repeated statements are prepared'
  }),
  /** Maximum number of parameters of a statement. Default 9999; the limit of Postgres is 65535. */
  maxParameters: integer({
    variable: 'PG_MAX_PARAMETERS',
    min: 1,
    max: 65_535,
    default: 9999,
    meaning: 'maximum number of parameters of a statement'
  }),
  /** Folder of SQL files that the start applies in order of their names; a relative path starts at the nearest `package.json` above the main module. */
  migrations: text({
    variable: 'PG_MIGRATIONS',
    meaning: 'folder of SQL files that the start applies',
    example: 'migrations'
  }),
  /** Table that remembers which migrations are applied; name another one where two services share a database. Default `gnar_migrations`. */
  migrationsTable: text({
    variable: 'PG_MIGRATIONS_TABLE',
    default: 'gnar_migrations',
    meaning: 'table that remembers which migrations are applied'
  }),
  /** Address for migrations only, past a pooler or with another user; in the forms of `endpoint`. */
  migrationsEndpoint: custom<string>()({
    variable: 'PG_MIGRATIONS_ENDPOINT',
    secret: true,
    check: endpointFault,
    meaning: 'address for migrations only, past a pooler or with another user',
    example: 'localhost:5432'
  }),
  /** How long the start waits for migrations, those of another process included, in milliseconds. Default 300000. */
  migrationsTimeoutMs: integer({
    variable: 'PG_MIGRATIONS_TIMEOUT_MS',
    min: 1,
    max: dayMs,
    default: 300_000,
    meaning: 'how long the start waits for migrations, in ms'
  }),
  /** Whether an older version may start on a database that a newer one migrated, as after a rollback. Default false. */
  allowNewerDatabase: flag({
    variable: 'PG_ALLOW_NEWER_DATABASE',
    default: false,
    meaning: 'whether the database may have migrations that are newer than the app'
  }),
  /** Whether the app only reads, so that a standby serves it as well. Default false. */
  readOnly: flag({
    variable: 'PG_READ_ONLY',
    default: false,
    meaning: 'whether the app only reads, so that a standby will do'
  }),
  /** Functions that convert values of a Postgres type, by the type's name: `{ int8: Number }`. */
  parsers: custom<Parsers>()({
    meaning: 'functions that convert values of a Postgres type',
    check: parsersFault
  })
}

/** The plugin's options and variables: the source of its validation, its types, `gnar env` and the README table. */
export const settings = defineSettings('gnar-pg', table, [
  {
    of: ['database', 'endpoint'],
    check: ({ database, endpoint }, { missing }) =>
      (database ?? partsOf(endpoint).database) === undefined ? missing('database') : undefined
  },
  {
    of: ['username', 'endpoint'],
    check: ({ username, endpoint }, { missing }) =>
      (username ?? partsOf(endpoint).username) === undefined ? missing('username') : undefined
  },
  {
    of: ['migrations'],
    check: ({ migrations }, { subject }) => {
      const fault = migrations === undefined ? undefined : migrationsFault(migrations)
      return fault === undefined ? undefined : `${subject('migrations')} ${fault}`
    }
  },
  {
    of: ['migrationsEndpoint', 'migrations', 'endpoint'],
    check: ({ migrationsEndpoint, migrations, endpoint }, { missing }) =>
      migrations !== undefined && migrationsEndpoint === undefined && partsOf(endpoint).pooler === 'true'
        ? missing('migrationsEndpoint')
        : undefined
  },
  {
    of: ['endpoint', 'sslMode', 'sslRootCert', 'tls'],
    check: (values, { subject }) => {
      const parts = partsOf(values.endpoint)
      const word = encryptedWord(parts)
      if (word === undefined || values.tls !== undefined || isEncrypted(parts, values)) return undefined
      return `${subject('endpoint')} has ${word}, which needs TLS: set sslmode=require or sslmode=verify-full`
    }
  },
  {
    of: ['sslRootCert', 'sslMode', 'tls', 'endpoint'],
    check: ({ sslRootCert, sslMode, tls, endpoint }, { subject }) => {
      try {
        tlsOf(partsOf(endpoint), { sslRootCert, sslMode, tls })
        return undefined
      } catch (error) {
        const place = subject(sslRootCert === undefined ? 'endpoint' : 'sslRootCert')
        return `${place} names a file that cannot be read: ${(error as Error).message}`
      }
    }
  }
])

/** The word of an endpoint that is of no use without TLS. */
function encryptedWord({ channelBinding, sslNegotiation }: Endpoint): string | undefined {
  if (channelBinding === 'require') return 'channel_binding=require'
  return sslNegotiation === 'direct' ? 'sslnegotiation=direct' : undefined
}

function isEncrypted(
  parts: Endpoint,
  {
    sslMode = parts.sslMode,
    sslRootCert = parts.sslRootCert
  }: { sslMode?: SslMode | undefined; sslRootCert?: string | undefined }
): boolean {
  return (sslMode ?? (sslRootCert === undefined ? 'disable' : 'verify-full')) !== 'disable'
}

function partsOf(endpoint: string | undefined): Endpoint {
  return endpoint === undefined ? {} : parseEndpoint(endpoint)
}

/** What is wrong with a password, as the end of a sentence; undefined when nothing is. */
function passwordFault(value: unknown): string | undefined {
  if (typeof value === 'function' || (typeof value === 'string' && value !== '')) return undefined
  return 'must be text that is not empty, or a function that returns it'
}
