import { chmod, readlink, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { SES } from '@aws-sdk/client-ses'
import { SQS } from '@aws-sdk/client-sqs'
import pg from 'pg'
import t from 'tap'
import { type Local, startLocal } from '../src/index.ts'

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true'

const text = 'The gnarliest gear in the world 🤙'

function login({ env }: Local): pg.ClientConfig {
  const [host = '', port] = env.GNAR_PG_ENDPOINT?.split(':') ?? []
  return {
    host,
    port: Number(port),
    database: env.GNAR_PG_DATABASE ?? '',
    user: env.GNAR_PG_USERNAME ?? '',
    password: env.GNAR_PG_PASSWORD ?? ''
  }
}

function credentials(env: Record<string, string>, service: 'SQS' | 'SES') {
  return {
    region: env[`GNAR_${service}_REGION_NAME`] ?? '',
    endpoint: env[`GNAR_${service}_ENDPOINT`] ?? '',
    credentials: {
      accessKeyId: env[`GNAR_${service}_ACCESS_KEY_ID`] ?? '',
      secretAccessKey: env[`GNAR_${service}_SECRET_ACCESS_KEY`] ?? ''
    }
  }
}

t.test('S1 Postgres accepts the variables that startLocal returns', async (t) => {
  const local = await startLocal({ postgres: true })
  t.teardown(() => local.stop())
  const client = new pg.Client(login(local))
  await client.connect()
  const { rows } = await client.query('SELECT $1::text AS said, current_setting($2) AS version', [
    text,
    'server_version_num'
  ])
  await client.end()
  t.equal(rows[0].said, text)
  t.match(rows[0].version, /^18/)
})

t.test(
  'S1 S2 root may keep the data below a folder that nobody else may enter',
  { skip: process.getuid?.() !== 0 && 'only for root, who lends the server to another account' },
  async (t) => {
    const folder = t.testdir({ '.gnar': {} })
    const dataDir = join(folder, '.gnar')
    await chmod(folder, 0o700)
    for (const rows of [0, 1]) {
      const local = await startLocal({ postgres: true, dataDir })
      t.teardown(() => local.stop())
      const client = new pg.Client(login(local))
      await client.connect()
      await client.query('CREATE TABLE IF NOT EXISTS rider (name text)')
      t.equal((await client.query('SELECT name FROM rider')).rowCount, rows, 'data survive a restart')
      await client.query('INSERT INTO rider VALUES ($1)', [text])
      await client.end()
      await local.stop()
    }
    await rm(await readlink(join(dataDir, 'postgres')), { recursive: true })
  }
)

t.test('S1 SQS accepts the emoji of the original example, one by one and in batches', async (t) => {
  const local = await startLocal({ sqs: true, queues: ['gnar-queue', 'gnar-queue.fifo'] })
  t.teardown(() => local.stop())
  const sqs = new SQS(credentials(local.env, 'SQS'))
  t.teardown(() => sqs.destroy())
  const { QueueUrl } = await sqs.getQueueUrl({ QueueName: 'gnar-queue' })
  await sqs.sendMessage({ QueueUrl, MessageBody: text })
  const batch = await sqs.sendMessageBatch({ QueueUrl, Entries: [{ Id: 'a', MessageBody: text }] })
  t.equal(batch.Failed?.length ?? 0, 0)
  const { Messages = [] } = await sqs.receiveMessage({ QueueUrl, MaxNumberOfMessages: 10 })
  t.strictSame(
    Messages.map(({ Body }) => Body),
    [text, text]
  )
  const fifo = await sqs.getQueueUrl({ QueueName: 'gnar-queue.fifo' })
  t.match(fifo.QueueUrl, /gnar-queue\.fifo$/)
})

t.test('S1 SQS still refuses what AWS refuses: a lone surrogate and a control character', async (t) => {
  const local = await startLocal({ sqs: true, queues: ['gnar-queue'] })
  t.teardown(() => local.stop())
  const sqs = new SQS(credentials(local.env, 'SQS'))
  t.teardown(() => sqs.destroy())
  const { QueueUrl } = await sqs.getQueueUrl({ QueueName: 'gnar-queue' })
  for (const body of ['\ud83e', '\u0001']) {
    await t.rejects(sqs.sendMessage({ QueueUrl, MessageBody: body }), { name: 'InvalidMessageContents' })
  }
})

t.test('S1 a queue name that AWS would refuse is an error', async (t) => {
  await t.rejects(startLocal({ sqs: true, queues: ['not a name!'] }), {
    code: 'GNAR_ERR_CONFIGURATION',
    message: 'must be a list of names of at most 80 letters, digits, hyphens and underscores'
  })
})

t.test('S1 an e-mail sent through SES is in the inbox', async (t) => {
  const local = await startLocal({ ses: true, envPrefix: 'GNAR' })
  t.teardown(() => local.stop())
  const ses = new SES(credentials(local.env, 'SES'))
  t.teardown(() => ses.destroy())
  await ses.sendEmail({
    Source: 'gear@example.com',
    Destination: { ToAddresses: ['rider@example.com'] },
    Message: { Subject: { Data: text }, Body: { Text: { Data: text } } }
  })
  const store = await fetch(`${local.inboxUrl}/store`).then((response) => response.json())
  t.match(store, { emails: [{ subject: text, body: { text } }] })
  const page = await fetch(`${local.inboxUrl}/`)
  t.match(page.headers.get('content-type'), 'text/html')
})

t.test('S1 variables carry the prefix, and a mistyped option names the right one', async (t) => {
  const local = await startLocal({ ses: true, envPrefix: 'MY_APP' })
  t.teardown(() => local.stop())
  t.ok(local.env.MY_APP_SES_ENDPOINT)
  await t.rejects(startLocal({ postgrs: true } as never), {
    code: 'GNAR_ERR_CONFIGURATION',
    message: 'did you mean "postgres"?'
  })
})
