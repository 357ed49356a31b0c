import { setMaxListeners } from 'node:events'
import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import type { Message, ReceiveMessageCommandInput, SQS, SQSClientConfig } from '@aws-sdk/client-sqs'
import type { FastifyBaseLogger } from 'fastify'
import { createClientConfig, withoutVersionWarning } from 'gnar-aws'
import type { PluginValues } from 'gnar-env'
import type { settings } from './settings.ts'
import { isQueueMissing, translateError } from './translate-error.ts'

type Values = PluginValues<typeof settings>

/** Options of each call to AWS, which is aborted when the app closes. */
export interface CallOptions {
  abortSignal: AbortSignal
}

/** The longest wait that SQS allows a receive, in milliseconds. */
const longestWaitMs = 20_000

/** The only access to AWS: clients, sockets and queue URLs, each created on first use and then kept. */
export class Connection {
  readonly #values: Values
  readonly #log: FastifyBaseLogger
  readonly #ending = new AbortController()
  readonly #urls = new Map<string, Promise<string>>()
  readonly #agents: { httpAgent: HttpAgent; httpsAgent: HttpsAgent }
  #clients: Promise<{ calling: SQS; receiving: SQS }> | undefined

  constructor(values: Values, log: FastifyBaseLogger) {
    this.#values = values
    this.#log = log
    const options = { keepAlive: true, maxSockets: values.maxSockets }
    this.#agents = { httpAgent: new HttpAgent(options), httpsAgent: new HttpsAgent(options) }
    setMaxListeners(0, this.#ending.signal)
  }

  /** Raises the maximum number of sockets, so that long polls never delay a send or a delete. */
  addSockets(count: number): void {
    for (const agent of Object.values(this.#agents)) agent.maxSockets += count
  }

  /**
   * Calls SQS about a queue, in up to three attempts. A URL that became wrong is looked up again, once.
   * @throws QueueNotFoundError, CredentialsError, UnavailableError, RefusedError
   */
  async call<Output>(
    queueName: string,
    request: (sqs: SQS, QueueUrl: string, options: CallOptions) => Promise<Output>
  ): Promise<Output> {
    const options = { abortSignal: this.#ending.signal }
    try {
      const { calling } = await this.#connect()
      try {
        return await request(calling, await this.#findUrl(queueName), options)
      } catch (error) {
        if (!isQueueMissing(error) || !this.#urls.delete(queueName)) throw error
        return await request(calling, await this.#findUrl(queueName), options)
      }
    } catch (error) {
      throw translateError(error, queueName, this.#values)
    }
  }

  /**
   * Receives messages, in one attempt: the poll itself retries, and logs it.
   * @throws QueueNotFoundError, CredentialsError, UnavailableError, RefusedError
   */
  async receive(
    queueName: string,
    input: Omit<ReceiveMessageCommandInput, 'QueueUrl'>,
    abortSignal: AbortSignal
  ): Promise<Message[]> {
    const { requestTimeoutMs } = this.#values
    const requestTimeout = (input.WaitTimeSeconds ?? longestWaitMs / 1000) * 1000 + requestTimeoutMs
    try {
      const { receiving } = await this.#connect()
      const QueueUrl = await this.#findUrl(queueName)
      const { Messages } = await receiving.receiveMessage(
        { ...input, QueueUrl },
        { abortSignal, requestTimeout }
      )
      return Messages ?? []
    } catch (error) {
      if (isQueueMissing(error)) this.#urls.delete(queueName)
      throw translateError(error, queueName, this.#values)
    }
  }

  /** Aborts every call in flight and closes the connections. */
  async end(): Promise<void> {
    this.#ending.abort()
    const clients = await this.#clients?.catch(() => undefined)
    clients?.calling.destroy()
    clients?.receiving.destroy()
  }

  #findUrl(queueName: string): Promise<string> {
    const known = this.#urls.get(queueName)
    if (known !== undefined) return known
    const found = this.#lookUpUrl(queueName)
    this.#urls.set(queueName, found)
    found.catch(() => this.#urls.delete(queueName))
    return found
  }

  async #lookUpUrl(queueName: string): Promise<string> {
    const { calling } = await this.#connect()
    const options = { abortSignal: this.#ending.signal }
    const { QueueUrl = '' } = await calling.getQueueUrl({ QueueName: queueName }, options)
    return QueueUrl
  }

  #connect(): Promise<{ calling: SQS; receiving: SQS }> {
    this.#clients ??= this.#createClients()
    return this.#clients
  }

  async #createClients(): Promise<{ calling: SQS; receiving: SQS }> {
    const { SQS } = await import('@aws-sdk/client-sqs')
    return withoutVersionWarning(() => ({
      calling: new SQS({ ...this.#clientConfig(0), maxAttempts: 3 }),
      receiving: new SQS({ ...this.#clientConfig(longestWaitMs), maxAttempts: 1 })
    }))
  }

  #clientConfig(waitMs: number): SQSClientConfig {
    const { requestHandler, ...config } = createClientConfig(this.#values)
    return {
      ...config,
      // Names are looked up in the client's own region; the SDK would print a console line when a URL's host differs.
      useQueueUrlAsEndpoint: false,
      requestHandler: {
        ...requestHandler,
        ...this.#agents,
        socketTimeout: waitMs + requestHandler.socketTimeout,
        logger: this.#log
      }
    }
  }
}
