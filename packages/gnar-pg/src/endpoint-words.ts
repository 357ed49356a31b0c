import { nearest } from 'gnar-env'

/** What a word of an endpoint sets. */
export type Part = (typeof used)[keyof typeof used]

/** libpq's keywords (PostgreSQL 18 manual, 32.1.2) that are used, and two of other clients; the README has the table. */
const used = {
  host: 'host',
  hostaddr: 'hostAddress',
  port: 'port',
  dbname: 'database',
  user: 'username',
  password: 'password',
  sslmode: 'sslMode',
  sslrootcert: 'sslRootCert',
  sslcert: 'sslCert',
  sslkey: 'sslKey',
  sslpassword: 'sslPassword',
  sslcrl: 'sslCrl',
  sslnegotiation: 'sslNegotiation',
  ssl_min_protocol_version: 'tlsMin',
  ssl_max_protocol_version: 'tlsMax',
  channel_binding: 'channelBinding',
  target_session_attrs: 'sessionAttributes',
  load_balance_hosts: 'hostOrder',
  application_name: 'applicationName',
  fallback_application_name: 'fallbackApplicationName',
  options: 'options',
  pgbouncer: 'pooler'
} as const

/** The values of used words that have a list of them. */
const choices: Readonly<Record<string, readonly string[]>> = {
  sslnegotiation: ['postgres', 'direct'],
  ssl_min_protocol_version: ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'],
  ssl_max_protocol_version: ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'],
  channel_binding: ['disable', 'prefer', 'require'],
  target_session_attrs: ['any', 'read-write', 'read-only', 'primary', 'standby', 'prefer-standby'],
  load_balance_hosts: ['disable', 'random'],
  pgbouncer: ['true', 'false'],
  client_encoding: ['UTF8', 'utf8', 'UTF-8', 'utf-8', 'auto'],
  sslcompression: ['0'],
  sslsni: ['1'],
  sslcertmode: ['allow'],
  gssencmode: ['disable', 'prefer'],
  min_protocol_version: ['3.0'],
  max_protocol_version: ['3.0', '3.2', 'latest']
}

/** Words without effect: the plugin's own timeouts and keep-alive apply, or the only value is what is done anyway. */
const ignored: readonly string[] = [
  'connect_timeout',
  'keepalives',
  'keepalives_idle',
  'keepalives_interval',
  'keepalives_count',
  'tcp_user_timeout',
  'client_encoding',
  'sslcompression',
  'sslsni',
  'sslcertmode',
  'gssencmode',
  'min_protocol_version',
  'max_protocol_version'
]

/** Words that are refused, and what to do instead. */
const refused: Readonly<Record<string, string>> = {
  schema: 'write options=-csearch_path%3D<schema> in a URL, or options=-csearch_path=<schema>',
  search_path: 'write options=-csearch_path%3D<schema> in a URL, or options=-csearch_path=<schema>',
  passfile:
    'pass the password as a function, or name its file in the variable PG_PASSWORD_FILE with its prefix',
  service: 'write the parts of the service',
  servicefile: 'write the parts of the service',
  require_auth: 'restrict the methods in pg_hba.conf of the server',
  requirepeer: 'it is for sockets of libpq alone',
  requiressl: 'write sslmode=require',
  ssl: 'write sslmode=require or sslmode=verify-full',
  sslaccept: 'write sslmode=verify-full or sslmode=no-verify',
  sslidentity: 'write sslcert and sslkey',
  sslcrldir: 'write sslcrl with one file',
  sslkeylogfile: 'start Node with --tls-keylog',
  krbsrvname: 'Kerberos is not supported',
  gsslib: 'Kerberos is not supported',
  gssdelegation: 'Kerberos is not supported',
  replication: 'a pool has no use for it',
  scram_client_key: 'write the password',
  scram_server_key: 'write the password',
  oauth_issuer: 'OAuth is not supported: pass the password as a function',
  oauth_client_id: 'OAuth is not supported: pass the password as a function',
  oauth_client_secret: 'OAuth is not supported: pass the password as a function',
  oauth_scope: 'OAuth is not supported: pass the password as a function',
  connection_limit: 'set poolSize',
  pool_timeout: 'set acquireTimeoutMs',
  statement_cache_size: 'set prepare',
  statement_timeout: 'set statementTimeoutMs',
  socket_timeout: 'set queryTimeoutMs',
  uselibpqcompat: 'sslmode means what it means in libpq already'
}

const known: readonly string[] = [...Object.keys(used), ...ignored]

/** @throws Error whose message is the end of a sentence and names the word, when it or its value cannot be used */
export function checkWord(word: string, value: string): void {
  const advice = Object.hasOwn(refused, word) ? refused[word] : undefined
  if (advice !== undefined) throw new Error(`must not have the word ${word}: ${advice}`)
  if (!known.includes(word)) {
    const suggestion = nearest(word, [...known, ...Object.keys(refused)])
    const hint =
      suggestion === undefined ? `the words are ${known.join(', ')}` : `did you mean ${suggestion}?`
    throw new Error(`has the unknown word "${word}": ${hint}`)
  }
  const values = Object.hasOwn(choices, word) ? choices[word] : undefined
  if (values !== undefined && !values.includes(value)) {
    throw new Error(`must have a ${word} of ${values.join(', ')}`)
  }
}

/** The part that a word sets; undefined for one without effect. */
export function partOf(word: string): Part | undefined {
  return Object.hasOwn(used, word) ? used[word as keyof typeof used] : undefined
}
