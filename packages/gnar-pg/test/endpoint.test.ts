import { readFileSync } from 'node:fs'
import t from 'tap'
import { endpointFault, hostsOf, parseEndpoint } from '../src/endpoint.ts'

t.test('P1 an endpoint is a host, a host and port, or a socket directory', async (t) => {
  const cases: Record<string, object> = {
    'db.internal': { host: 'db.internal' },
    'db.internal:5433': { host: 'db.internal', port: '5433' },
    ' 10.0.0.5 ': { host: '10.0.0.5' },
    '::1': { host: '::1' },
    '[::1]': { host: '::1' },
    '[fe80::1]:5433': { host: 'fe80::1', port: '5433' },
    '/var/run/postgresql': { host: '/var/run/postgresql' },
    "'/Users/x/my socket'": { host: '/Users/x/my socket' },
    my_service: { host: 'my_service' }
  }
  for (const [text, endpoint] of Object.entries(cases)) t.strictSame(parseEndpoint(text), endpoint, text)
})

t.test('P1 an endpoint is a URL', async (t) => {
  t.strictSame(
    parseEndpoint('postgres://piste:p%40ss%2Fword@db:5433/pi%20ste?sslmode=require&connect_timeout=5'),
    {
      host: 'db',
      port: '5433',
      database: 'pi ste',
      username: 'piste',
      password: 'p@ss/word',
      sslMode: 'require'
    }
  )
  t.strictSame(parseEndpoint('postgresql://db'), { host: 'db' })
  t.strictSame(parseEndpoint('postgres://[::1]/x'), { host: '::1', database: 'x' })
  t.strictSame(parseEndpoint('postgres:///x?host=/run/pg'), { host: '/run/pg', database: 'x' })
  t.strictSame(parseEndpoint('postgres://%2Frun%2Fpg/x'), { host: '/run/pg', database: 'x' })
})

t.test('P8 connection strings of managed servers are understood', async (t) => {
  const cases: Record<string, object> = {
    'postgresql://u:p@ep-x.aws.neon.tech/db?sslmode=require&channel_binding=require': {
      host: 'ep-x.aws.neon.tech',
      database: 'db',
      username: 'u',
      password: 'p',
      sslMode: 'require',
      channelBinding: 'require'
    },
    'postgres://u:p%40w@/db?host=/cloudsql/project:region:instance': {
      host: '/cloudsql/project:region:instance',
      database: 'db',
      username: 'u',
      password: 'p@w'
    },
    'postgres://a:1,[::1]:2,c/db?target_session_attrs=primary&load_balance_hosts=random': {
      host: 'a,::1,c',
      port: '1,2,5432',
      database: 'db',
      sessionAttributes: 'primary',
      hostOrder: 'random'
    },
    'postgres://db/x?options=-c%20search_path%3Dpiste+y&client_encoding=UTF8&sslmode=no-verify': {
      host: 'db',
      database: 'x',
      options: '-c search_path=piste+y',
      sslMode: 'no-verify'
    },
    'host=a,b port=1,2 sslnegotiation=direct ssl_min_protocol_version=TLSv1.3 fallback_application_name=x': {
      host: 'a,b',
      port: '1,2',
      sslNegotiation: 'direct',
      tlsMin: 'TLSv1.3',
      fallbackApplicationName: 'x'
    },
    'postgres://u:p@pooler:6543/postgres?pgbouncer=true': {
      host: 'pooler',
      port: '6543',
      database: 'postgres',
      username: 'u',
      password: 'p',
      pooler: 'true'
    }
  }
  for (const [text, endpoint] of Object.entries(cases)) t.strictSame(parseEndpoint(text), endpoint, text)
  t.strictSame(hostsOf(parseEndpoint('postgres://a:1,[::1]:2,c/db')), [
    { host: 'a', port: 1 },
    { host: '::1', port: 2 },
    { host: 'c', port: 5432 }
  ])
  t.strictSame(hostsOf(parseEndpoint('a,b port=7')), [
    { host: 'a', port: 7 },
    { host: 'b', port: 7 }
  ])
  t.strictSame(hostsOf(parseEndpoint('host=name hostaddr=10.0.0.1')), [{ host: '10.0.0.1', port: 5432 }])
})

t.test('P8 words that are not used are refused by name, with what to do', async (t) => {
  const refused = [
    'schema=piste',
    'connection_limit=5',
    'channel_binding=maybe',
    'client_encoding=LATIN1',
    'target_session_attrs=master',
    'passfile=/x',
    'service=x',
    'gssencmode=require',
    'ssl=true',
    'servce=x',
    'constructor=x',
    'wholly_unknown_word=x'
  ]
  t.matchSnapshot(refused.map((word) => `${word}: ${endpointFault(`postgres://db/x?${word}`)}`).join('\n'))
  t.match(endpointFault('a,b port=1,2,3'), 'must have one port, or as many as its 2 hosts')
  t.match(endpointFault('a,,b'), 'must name a host before and after each comma')
})

t.test("P8 each of libpq's words has a row in the README", async (t) => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  // PostgreSQL 18 manual, 32.1.2.
  const words =
    'host hostaddr port dbname user password passfile require_auth channel_binding connect_timeout client_encoding options application_name fallback_application_name keepalives keepalives_idle keepalives_interval keepalives_count tcp_user_timeout replication gssencmode sslmode requiressl sslnegotiation sslcompression sslcert sslkey sslkeylogfile sslpassword sslcertmode sslrootcert sslcrl sslcrldir sslsni requirepeer ssl_min_protocol_version ssl_max_protocol_version min_protocol_version max_protocol_version krbsrvname gsslib gssdelegation scram_client_key scram_server_key service servicefile target_session_attrs load_balance_hosts oauth_issuer oauth_client_id oauth_client_secret oauth_scope'
  for (const word of words.split(' ')) {
    const used = endpointFault(`db ${word}=x`)?.startsWith('has the unknown word') !== true
    t.ok(used && readme.includes(`\`${word}\``), word)
  }
})

t.test("P1 an endpoint is libpq's words, as the original pasted it into a DSN", async (t) => {
  t.strictSame(parseEndpoint('10.0.0.5 port=5433 sslmode=require'), {
    host: '10.0.0.5',
    port: '5433',
    sslMode: 'require'
  })
  t.strictSame(
    parseEndpoint(
      `host=db dbname='my db' user = piste password='it\\'s a \\\\ secret' options='-c geqo=off' keepalives=1`
    ),
    {
      host: 'db',
      database: 'my db',
      username: 'piste',
      password: "it's a \\ secret",
      options: '-c geqo=off'
    }
  )
  t.strictSame(
    parseEndpoint('db sslrootcert=/ca.pem sslcert=/c.pem sslkey=/k.pem application_name=a hostaddr=::1'),
    {
      host: 'db',
      hostAddress: '::1',
      sslRootCert: '/ca.pem',
      sslCert: '/c.pem',
      sslKey: '/k.pem',
      applicationName: 'a'
    }
  )
})

t.test('P1 P4 a malformed endpoint is an error that names the fault and repeats nothing', async (t) => {
  const malformed: unknown[] = [
    '',
    ' ',
    'port=5433',
    'db:99999',
    'db:0',
    'db:port',
    'db port=5x',
    'http://db/hunter2',
    'mysql://u:hunter2@db/x',
    'postgres://u:hunter2@db:port/x',
    'postgres://u:hunter2%@db/x',
    'postgres://u:hunter2@/x',
    'postgres://u:/hunter2@db/x',
    'postgres://u:12/hunter2@db/x',
    'postgres://u:12#hunter2@db/x',
    '@hunter2',
    'a,,b',
    'db hunter2',
    "db password='hunter2",
    'db paswort=hunter2',
    'postgres://db/x?paswort=hunter2',
    'db sslmode=prefer',
    42
  ]
  const faults = malformed.map((text) => `${JSON.stringify(text)}: ${endpointFault(text)}`)
  t.matchSnapshot(faults.join('\n'))
  t.notMatch(malformed.map(endpointFault).join(), 'hunter2')
  t.equal(endpointFault('db'), undefined)
})
