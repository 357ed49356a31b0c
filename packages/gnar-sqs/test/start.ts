import { randomUUID } from 'node:crypto'
import { SQS } from '@aws-sdk/client-sqs'
import Fastify, { type FastifyInstance } from 'fastify'
import { startLocal } from 'gnar-local'
import type { Test } from 'tap'
import gnarSqs, { type GnarSqsOptions } from '../src/index.ts'

export interface LogLine {
  level: number
  msg: string
  [key: string]: unknown
}

export interface App {
  fastify: FastifyInstance
  lines: LogLine[]
}

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true'

/** A real SQS server, a client that looks at it without the package under test, and apps that end with their test. */
export async function startServer(t: Test) {
  const local = await startLocal({ sqs: true })
  const endpoint = local.env.GNAR_SQS_ENDPOINT as string
  const sqs = new SQS({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' }
  })
  t.after(async () => {
    sqs.destroy()
    await local.stop()
  })

  return {
    env: local.env,
    endpoint,
    port: Number(new URL(endpoint).port),
    sqs,
    /** A new queue with a unique name. */
    async createQueue(attributes: Record<string, string> = {}) {
      const name = `q-${randomUUID()}${attributes.FifoQueue === 'true' ? '.fifo' : ''}`
      const { QueueUrl } = await sqs.createQueue({ QueueName: name, Attributes: attributes })
      return { name, url: QueueUrl as string }
    },
    /** Number of messages in a queue: visible, and in flight. */
    async countMessages(url: string) {
      const { Attributes } = await sqs.getQueueAttributes({ QueueUrl: url, AttributeNames: ['All'] })
      return {
        visible: Number(Attributes?.ApproximateNumberOfMessages),
        hidden: Number(Attributes?.ApproximateNumberOfMessagesNotVisible)
      }
    },
    start: (t: Test, options: GnarSqsOptions = {}) => startApp(t, { env: local.env, ...options })
  }
}

/** An app with the plugin, ready; closing is quick unless the test says otherwise. */
export async function startApp(t: Test, options: GnarSqsOptions): Promise<App> {
  const lines: LogLine[] = []
  const fastify = Fastify({
    logger: { level: 'debug', stream: { write: (line: string) => lines.push(JSON.parse(line) as LogLine) } }
  })
  t.after(() => fastify.close())
  await fastify.register(gnarSqs, { closeTimeoutMs: 2000, ...options })
  await fastify.ready()
  return { fastify, lines }
}

/** A list that can be awaited until it has `count` items. */
export class Collector<Item> {
  readonly items: Item[] = []
  readonly #waiters: { count: number; resolve: (items: Item[]) => void }[] = []

  add(item: Item): void {
    this.items.push(item)
    for (const { count, resolve } of this.#waiters) if (this.items.length >= count) resolve(this.items)
  }

  reached(count: number): Promise<Item[]> {
    if (this.items.length >= count) return Promise.resolve(this.items)
    return new Promise((resolve) => this.#waiters.push({ count, resolve }))
  }
}

/** Checks a condition every 20 ms until it is true; tap's own timeout ends an endless wait. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20))
}
