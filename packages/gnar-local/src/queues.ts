import { LocalServerError } from './errors.ts'

/** The queues of a local SQS server, for what tests do that apps do not. */
export class LocalQueues {
  readonly #endpoint: string

  /** @param endpoint the variable `GNAR_SQS_ENDPOINT` */
  constructor(endpoint: string) {
    this.#endpoint = endpoint
  }

  /** Creates a queue, or does nothing when it exists. */
  async create(queue: string): Promise<void> {
    await this.#ask('CreateQueue', {
      QueueName: queue,
      Attributes: queue.endsWith('.fifo') ? { FifoQueue: 'true' } : {}
    })
  }

  /** Deletes all messages of a queue. */
  async purge(queue: string): Promise<void> {
    await this.#ask('PurgeQueue', { QueueUrl: await this.#urlOf(queue) })
  }

  /** How many messages there are: visible, in flight or delayed. */
  async count(queue: string): Promise<number> {
    const { Attributes = {} } = await this.#ask<{ Attributes?: Record<string, string> }>(
      'GetQueueAttributes',
      {
        QueueUrl: await this.#urlOf(queue),
        AttributeNames: ['All']
      }
    )
    const counts = Object.entries(Attributes).filter(([name]) => name.startsWith('ApproximateNumberOf'))
    return counts.reduce((sum, [, count]) => sum + Number(count), 0)
  }

  /** Receives and deletes all visible messages of a queue, and returns their bodies. */
  async take(queue: string): Promise<string[]> {
    const QueueUrl = await this.#urlOf(queue)
    const bodies: string[] = []
    for (;;) {
      const { Messages = [] } = await this.#ask<{ Messages?: { Body: string; ReceiptHandle: string }[] }>(
        'ReceiveMessage',
        { QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 0 }
      )
      if (Messages.length === 0) return bodies
      for (const { Body, ReceiptHandle } of Messages) {
        bodies.push(Body)
        await this.#ask('DeleteMessage', { QueueUrl, ReceiptHandle })
      }
    }
  }

  async #urlOf(queue: string): Promise<string> {
    const { QueueUrl } = await this.#ask<{ QueueUrl: string }>('GetQueueUrl', { QueueName: queue })
    return QueueUrl
  }

  async #ask<Response>(action: string, input: object): Promise<Response> {
    const response = await fetch(this.#endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AmazonSQS.${action}` },
      body: JSON.stringify(input)
    })
    const text = await response.text()
    if (!response.ok) throw new LocalServerError('SQS server', `${action} failed: ${text}`)
    return JSON.parse(text || '{}') as Response
  }
}
