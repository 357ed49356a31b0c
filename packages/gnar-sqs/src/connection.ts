import { setMaxListeners } from 'node:events'
import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import type { Message, ReceiveMessageCommandInput, SQS, SQSClientConfig } from '@aws-sdk/client-sqs'
import type { FastifyBaseLogger } from 'fastify'
import type { PluginValues } from 'gnar-env'
import { explain, isQueueMissing } from './failures.ts'
import type { settings } from './settings.ts'

type Values = PluginValues<typeof settings>

/** What each call to AWS is given: it ends when the app closes. */
export interface CallOptions {
  abortSignal: AbortSignal
}

/** The longest time for which SQS lets a receive wait, in milliseconds. */
const longestWaitMs = 20_000

/** The one way to AWS: clients, connections and queue URLs, each made when it is first needed and then kept. */
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

  /** Allows so many connections more, so that long polls never hold back a send or a delete. */
  addSockets(count: number): void {
    for (const agent of Object.values(this.#agents)) agent.maxSockets += count
  }

  /**
   * Makes a call about a queue, in up to three attempts. A URL that became wrong is looked up again, once.
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
      throw explain(error, queueName, this.#values)
    }
  }

  /**
   * Receives messages, in one attempt: the poll itself tries again, and tells so.
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
      throw explain(error, queueName, this.#values)
    }
  }

  /** Ends every call that is under way and closes the connections. */
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
    const { regionName, endpoint, accessKeyId, secretAccessKey, connectTimeoutMs, requestTimeoutMs } =
      this.#values
    return {
      ...(regionName !== undefined && { region: regionName }),
      ...(endpoint !== undefined && { endpoint }),
      ...(accessKeyId !== undefined &&
        secretAccessKey !== undefined && { credentials: { accessKeyId, secretAccessKey } }),
      // Names are looked up in the client's own region, and the SDK would print a line to the console when a URL's host differs.
      useQueueUrlAsEndpoint: false,
      requestHandler: {
        ...this.#agents,
        connectionTimeout: connectTimeoutMs,
        requestTimeout: requestTimeoutMs,
        throwOnRequestTimeout: true,
        // The request's own time-out ends with the answer's headers; this one covers the body.
        socketTimeout: waitMs + requestTimeoutMs,
        logger: this.#log
      }
    }
  }
}

/**
 * The SDK warns on standard error that its releases of 2027 will need Node 22, which the user of this package cannot
 * act upon. Its switch is a variable that it reads when a client is made: it is set for that moment only, and not when
 * the user has set it, so that nothing else of the process is changed.
 */
function withoutVersionWarning<Clients>(create: () => Clients): Clients {
  const variable = 'AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'
  if (process.env[variable] !== undefined) return create()
  process.env[variable] = 'true'
  try {
    return create()
  } finally {
    delete process.env[variable]
  }
}
