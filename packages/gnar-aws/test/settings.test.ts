import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { SQS } from '@aws-sdk/client-sqs'
import { defineSettings, findProblems, type PluginOptions, readSettings } from 'gnar-env'
import t, { type Test } from 'tap'
import { createClientConfig, credentialRules, defineAwsTable, withoutVersionWarning } from '../src/index.ts'

const settings = defineSettings(
  'gnar-snow',
  defineAwsTable({
    service: 'SNOW',
    exampleEndpoint: 'http://127.0.0.1:8005',
    requestTimeoutMs: { default: 7000, meaning: 'timeout of one attempt, in milliseconds' }
  }),
  credentialRules
)

type Options = PluginOptions<typeof settings>

const keys = { GNAR_SNOW_ACCESS_KEY_ID: 'key', GNAR_SNOW_SECRET_ACCESS_KEY: 'hunter2' }
const region = { GNAR_SNOW_REGION_NAME: 'eu-west-1' }

function problems(options: Options): string[] {
  return findProblems(settings, options).map(({ message }) => message)
}

/** A client of the SDK with these settings: what it would use. */
function createClient(t: Test, options: Options): SQS {
  const client = withoutVersionWarning(() => new SQS(createClientConfig(readSettings(settings, options))))
  t.after(() => client.destroy())
  return client
}

t.test('M2 keys and a session token come from variables with the prefix of the service', async (t) => {
  const env = {
    ...region,
    ...keys,
    GNAR_SNOW_SESSION_TOKEN: 'token',
    GNAR_SNOW_ENDPOINT: 'http://127.0.0.1:1'
  }
  const { config } = createClient(t, { env })
  t.equal(await config.region(), 'eu-west-1')
  t.match(await config.endpoint?.(), { hostname: '127.0.0.1', port: 1 })
  t.match(await config.credentials(), {
    accessKeyId: 'key',
    secretAccessKey: 'hunter2',
    sessionToken: 'token'
  })
})

t.test('M2 the region falls back to AWS_REGION, without a prefix', async (t) => {
  const own = createClient(t, { env: { ...region, ...keys, AWS_REGION: 'us-west-2' } })
  t.equal(await own.config.region(), 'eu-west-1')
  const shared = createClient(t, { env: { ...keys, AWS_REGION: 'us-west-2' } })
  t.equal(await shared.config.region(), 'us-west-2')
  t.match(problems({ env: { AWS_REGION: 'Ireland 1' } }), [/^AWS_REGION .*found "Ireland 1"/])
})

t.test('M2 credentials can be an object or a provider function of the SDK', async (t) => {
  const issued = { accessKeyId: 'issued', secretAccessKey: 's', sessionToken: 'token' }
  for (const credentials of [issued, async () => issued]) {
    const { config } = createClient(t, { env: region, credentials })
    t.match(await config.credentials(), issued)
  }
  const malformed = { accessKeyId: 'hunter2' } as never
  t.strictSame(problems({ env: region, credentials: malformed }), [
    'option credentials of gnar-snow (credentials, or a credential provider of the SDK) must be a credential provider function or { accessKeyId, secretAccessKey, sessionToken }, found a secret that is not text'
  ])
})

t.test('M2 a profile names credentials of the shared configuration files', async (t) => {
  const home = t.testdir()
  mkdirSync(join(home, '.aws'))
  const file = join(home, '.aws/credentials')
  writeFileSync(
    file,
    '[default]\naws_access_key_id=a\naws_secret_access_key=b\n[snow]\naws_access_key_id=c\naws_secret_access_key=d\n'
  )
  t.intercept(process, 'env', { value: { ...process.env, AWS_SHARED_CREDENTIALS_FILE: file } })
  const { config } = createClient(t, { env: { ...region, GNAR_SNOW_PROFILE: 'snow' } })
  t.match(await config.credentials(), { accessKeyId: 'c', secretAccessKey: 'd' })
})

t.test('M2 each timeout reaches the SDK', async (t) => {
  const { requestHandler } = createClientConfig(
    readSettings(settings, { env: region, connectTimeoutMs: 100, requestTimeoutMs: 200 })
  )
  t.match(requestHandler, { connectionTimeout: 100, requestTimeout: 200, socketTimeout: 200 })
  t.equal(readSettings(settings, { env: region }).requestTimeoutMs, 7000)
})

t.test('M2 half a key, a lone session token and two kinds of credentials are errors', async (t) => {
  const { GNAR_SNOW_ACCESS_KEY_ID, GNAR_SNOW_SECRET_ACCESS_KEY } = keys
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' }
  t.matchSnapshot(
    [
      { env: { GNAR_SNOW_ACCESS_KEY_ID } },
      { env: { GNAR_SNOW_SECRET_ACCESS_KEY } },
      { env: { GNAR_SNOW_SESSION_TOKEN: 'token' } },
      { env: keys, credentials },
      { env: keys, profile: 'snow' },
      { env: { ...keys, GNAR_SNOW_PROFILE: 'snow' }, credentials },
      { env: { GNAR_SNOW_ENDPOINT: 'localhost:1' } }
    ]
      .flatMap((options) => problems({ ...options, regionName: 'eu-west-1' }))
      .join('\n')
  )
})
