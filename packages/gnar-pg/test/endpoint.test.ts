import t from 'tap'
import { endpointFault, parseEndpoint } from '../src/endpoint.ts'

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
      host: '::1',
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
    'a,b',
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
