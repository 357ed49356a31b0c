import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import type { Test } from 'tap'

/** A request for SQS: `ReceiveMessage` and its like, its parameters, and what came of it. */
export interface Call {
  action: string
  input: Record<string, unknown> & {
    Entries?: { Id: string; ReceiptHandle?: string; VisibilityTimeout?: number }[]
  }
  /** When it came, in milliseconds since 1970. */
  at: number
  /** Absent while there is none, and for good when server or client were gone before it. */
  answer?: Answer
  /** When the whole response was written. */
  respondedAt?: number
}

/** What the gateway responds in place of the server. */
export interface Answer {
  status?: number
  body: unknown
}

/** Passes a request with this input to the server. */
export type Forward = (input: Call['input']) => Promise<Answer>

/** Responds to a request in place of the server; if it throws, the connection ends without a response. */
export type Intercept = (call: Call, forward: Forward) => Answer | undefined | Promise<Answer | undefined>

/**
 * An HTTP server in front of a real SQS server: it passes each request on, unless `intercept`
 * returns a response, for responses of AWS that the server never gives.
 */
export async function startGateway(t: Test, endpoint: string) {
  const calls: Call[] = []
  const gateway = { intercept: (() => undefined) as Intercept, calls, endpoint: '', count }

  function count(action: string): number {
    return calls.filter((call) => call.action === action).length
  }

  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => void handle(incoming, Buffer.concat(chunks), response))
  })

  async function handle(incoming: IncomingMessage, payload: Buffer, response: ServerResponse): Promise<void> {
    const action = String(incoming.headers['x-amz-target']).replace('AmazonSQS.', '')
    const call: Call = { action, input: JSON.parse(payload.toString()) as Call['input'], at: Date.now() }
    calls.push(call)
    const pass: Forward = (input) => forward(incoming, JSON.stringify(input))
    try {
      const answer = (await gateway.intercept(call, pass)) ?? (await pass(call.input))
      if (response.destroyed) return
      response.on('finish', () => Object.assign(call, { answer, respondedAt: Date.now() }))
      response.writeHead(answer.status ?? 200, { 'content-type': 'application/x-amz-json-1.0' })
      response.end(JSON.stringify(answer.body))
    } catch {
      response.destroy()
    }
  }

  async function forward(incoming: IncomingMessage, payload: string): Promise<Answer> {
    const headers = { ...incoming.headers, 'content-length': Buffer.byteLength(payload) }
    const outgoing = send(endpoint, { method: 'POST', headers })
    outgoing.end(payload)
    const [answer] = (await once(outgoing, 'response')) as [IncomingMessage]
    return { status: answer.statusCode ?? 500, body: await json(answer) }
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  gateway.endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  t.after(() => {
    server.close()
    server.closeAllConnections()
  })
  return gateway
}

/** Messages as SQS sends them, for batches that the server never gives: several of one group in one receive. */
export function batch(messages: { body: string; group: string }[]): Answer {
  const Messages = messages.map(({ body, group }) => ({
    MessageId: `id-${body}`,
    ReceiptHandle: `handle-${body}`,
    Body: body,
    MD5OfBody: createHash('md5').update(body).digest('hex'),
    Attributes: { MessageGroupId: group, ApproximateReceiveCount: '1' }
  }))
  return { body: { Messages } }
}

/** An error as SQS sends it. */
export function fault(status: number, name: string, message = `AWS says ${name}`): Answer {
  return { status, body: { __type: `com.amazonaws.sqs#${name}`, message } }
}
