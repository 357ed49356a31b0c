import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t, { type Test } from 'tap'
import { startLocal } from '../src/index.ts'

const run = promisify(execFile)
const text = 'The gnarliest gear in the world 🤙 <&> "\r\n\ttab'

t.test('S1 SQS speaks the query protocol of the SDKs of before 2023', async (t) => {
  const local = await startLocal({ sqs: true, queues: ['gnar-queue'] })
  t.teardown(() => local.stop())
  const ask = async (form: Record<string, string>) => {
    const response = await fetch(local.env.GNAR_SQS_ENDPOINT ?? '', {
      method: 'POST',
      body: new URLSearchParams({ Version: '2012-11-05', ...form })
    })
    const body = await response.text()
    return { status: response.status, type: response.headers.get('content-type'), body }
  }
  const { body, type } = await ask({ Action: 'GetQueueUrl', QueueName: 'gnar-queue' })
  t.equal(type, 'text/xml')
  const [, QueueUrl = ''] =
    /<GetQueueUrlResult><QueueUrl>(.+)<\/QueueUrl><\/GetQueueUrlResult>/.exec(body) ?? []
  t.match(QueueUrl, /\/gnar-queue$/)
  const sent = await ask({
    Action: 'SendMessage',
    QueueUrl,
    MessageBody: text,
    'MessageAttribute.1.Name': 'kind',
    'MessageAttribute.1.Value.DataType': 'String',
    'MessageAttribute.1.Value.StringValue': 'hello'
  })
  t.match(sent.body, /<SendMessageResult>.*<MD5OfMessageBody>[0-9a-f]{32}<\/MD5OfMessageBody>/)
  const received = await ask({
    Action: 'ReceiveMessage',
    QueueUrl,
    'AttributeName.1': 'All',
    'MessageAttributeName.1': 'kind'
  })
  t.match(received.body, '<Body>The gnarliest gear in the world 🤙 &#60;&#38;&#62; "&#13;\n\ttab</Body>')
  t.match(
    received.body,
    '<MessageAttribute><Name>kind</Name><Value><DataType>String</DataType><StringValue>hello</StringValue></Value></MessageAttribute>'
  )
  t.match(received.body, '<Attribute><Name>ApproximateReceiveCount</Name><Value>1</Value></Attribute>')
  const [, ReceiptHandle = ''] = /<ReceiptHandle>(.+)<\/ReceiptHandle>/.exec(received.body) ?? []
  t.equal((await ask({ Action: 'DeleteMessage', QueueUrl, ReceiptHandle })).status, 200)
  const missing = await ask({ Action: 'GetQueueUrl', QueueName: 'nowhere' })
  t.equal(missing.status, 400)
  t.match(missing.body, '<Type>Sender</Type><Code>AWS.SimpleQueueService.NonExistentQueue</Code>')
})

t.test('S1 boto3 of the days of the original sends, receives and deletes messages', async (t) => {
  const python = await installBoto(t)
  if (python === undefined) {
    t.comment('not run: python3 with venv, and PyPI for boto3 1.12, are needed')
    return
  }
  const local = await startLocal({ sqs: true, queues: ['gnar-queue', 'gnar.fifo'] })
  t.teardown(() => local.stop())
  const script = join(import.meta.dirname, 'fixtures/query_protocol.py')
  const { stdout } = await run(python, ['-W', 'ignore', script, text], {
    env: { ...process.env, ...local.env }
  })
  const { version, ...seen } = JSON.parse(stdout) as Record<string, unknown>
  t.match(version, /^1\.12\./)
  t.strictSame(seen, {
    same_id: true,
    same_md5: true,
    body: text,
    count: '1',
    kind: 'a <b> & "c"',
    bytes: [0, 255],
    visible_again: true,
    empty: true,
    batch: ['0', '1', '2'],
    deleted: 3,
    sequence: true,
    errors: ['AWS.SimpleQueueService.NonExistentQueue', 'InvalidMessageContents']
  })
})

/** A Python with boto3 1.12, the last one before 1.13 in May 2020; undefined where it cannot be installed. */
async function installBoto(t: Test): Promise<string | undefined> {
  const home = join(t.testdir({}), 'venv')
  const python = join(home, 'bin', 'python')
  try {
    await run('python3', ['-m', 'venv', home], { timeout: 60_000 })
    await run(python, ['-m', 'pip', 'install', '--quiet', '--retries', '0', 'boto3==1.12.49'], {
      timeout: 120_000
    })
    return python
  } catch {
    return undefined
  }
}
