import type { AddressInfo } from 'node:net'
import { speakQueryProtocol } from './sqs-query.ts'
import { unrefServer } from './unref-server.ts'

/** Starts an SQS server in this process, on loopback only, and creates the queues. */
export async function startSqs(queues: readonly string[]) {
  await acceptAllCharacters()
  const { buildApp } = await import('fauxqs')
  const app = buildApp({ logger: false })
  speakQueryProtocol(app)
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo

  for (const name of queues) {
    await app.inject({
      method: 'POST',
      url: '/',
      headers: {
        host: `127.0.0.1:${port}`,
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': 'AmazonSQS.CreateQueue'
      },
      payload: { QueueName: name, Attributes: name.endsWith('.fifo') ? { FifoQueue: 'true' } : {} }
    })
  }

  return {
    variables: {
      SQS_REGION_NAME: 'us-east-1',
      SQS_ACCESS_KEY_ID: 'local',
      SQS_SECRET_ACCESS_KEY: 'local',
      SQS_ENDPOINT: `http://127.0.0.1:${port}`
    },
    unref: () => unrefServer(app.server),
    async stop() {
      const closed = app.close()
      app.server.closeAllConnections()
      await closed
    }
  }
}

/** Characters that SQS refuses in a message: all but #x9, #xA, #xD, #x20 to #xD7FF, #xE000 to #xFFFD and #x10000 to #x10FFFF. */
const refusedBySqs = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u

/**
 * fauxqs 1.9 treats each half of a surrogate pair as a forbidden character, so it refuses emoji, which AWS accepts. Its
 * check is one exported RegExp whose `test` can be replaced; a version without the bug stays as it is.
 */
async function acceptAllCharacters(): Promise<void> {
  const types = new URL('./sqs/sqsTypes.js', import.meta.resolve('fauxqs'))
  const { INVALID_MESSAGE_BODY_CHAR: check } = (await import(types.href)) as {
    INVALID_MESSAGE_BODY_CHAR?: RegExp
  }
  if (check?.test('🤙')) check.test = (body) => refusedBySqs.test(body)
}
