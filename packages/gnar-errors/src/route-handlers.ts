import type { FastifyInstance, FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify'
import { EmptyReplyError } from './errors.ts'

/** How far a request has come: undefined until the handler of its route runs. */
const kStage = Symbol('gnar-errors.stage')
type StagedReply = FastifyReply & { [kStage]?: 'handled' | 'sent' | undefined }

/** Whether a request failed before the handler of its route ran: in a hook, or while it was read. */
export function failedEarly(reply: FastifyReply): boolean {
  return (reply as StagedReply)[kStage] === undefined
}

/**
 * Notes when the handler of a route runs, and has a handler fail that resolves to undefined without having sent anything,
 * which Fastify would send as an empty 200.
 */
export function watchHandlers(fastify: FastifyInstance, emptyReplies: boolean): void {
  fastify.decorateReply(kStage, undefined)
  const wrappers = new WeakSet<object>()
  fastify.addHook('onRoute', (route) => {
    const { handler } = route
    // Fastify makes the route for HEAD of the wrapped handler of GET.
    if (wrappers.has(handler)) return
    route.handler = emptyReplies ? noting(handler) : filling(handler)
    Object.defineProperty(route.handler, 'name', { value: handler.name })
    wrappers.add(route.handler)
  })
}

function noting(handler: RouteHandlerMethod): RouteHandlerMethod {
  return function (this, request, reply) {
    const staged = reply as StagedReply
    staged[kStage] = 'handled'
    return handler.call(this, request, reply)
  }
}

function filling(handler: RouteHandlerMethod): RouteHandlerMethod {
  return function (this, request, reply) {
    const staged = reply as StagedReply
    staged[kStage] = 'handled'
    staged.send = notingSend
    const result: unknown = handler.call(this, request, reply)
    return isPromise(result) ? new FilledReply(result, request, staged) : result
  }
}

/** Replies that wait for onSend hooks do not yet count as sent for Fastify. */
function notingSend(this: StagedReply, payload?: unknown): FastifyReply {
  this[kStage] = 'sent'
  return Object.getPrototypeOf(this).send.call(this, payload)
}

/** What a handler promises, without a second promise per request. */
class FilledReply {
  readonly #result: PromiseLike<unknown>
  readonly #request: FastifyRequest
  readonly #reply: StagedReply

  constructor(result: PromiseLike<unknown>, request: FastifyRequest, reply: StagedReply) {
    this.#result = result
    this.#request = request
    this.#reply = reply
  }

  // biome-ignore lint/suspicious/noThenProperty: Fastify waits for whatever has this method.
  then<Done, Failed>(
    resolved: (value: unknown) => Done | PromiseLike<Done>,
    rejected: (error: unknown) => Failed | PromiseLike<Failed>
  ): PromiseLike<Done | Failed | undefined> {
    return this.#result.then((value) => {
      // Fastify would end a stream that has not begun, when a handler omits `return reply`.
      if (value === undefined && this.#reply[kStage] === 'sent') return undefined
      if (value !== undefined || mayBeEmpty(this.#request, this.#reply)) return resolved(value)
      const { method, routeOptions } = this.#request
      return rejected(new EmptyReplyError(method, String(routeOptions.url)))
    }, rejected)
  }
}

/** Statuses whose responses have no content. */
const emptyStatuses = new Set([204, 205, 304])

function mayBeEmpty({ method }: FastifyRequest, reply: StagedReply): boolean {
  const { statusCode, raw, sent } = reply
  const isSent = sent || raw.headersSent || raw.destroyed
  return isSent || method === 'HEAD' || emptyStatuses.has(statusCode) || isRedirect(reply)
}

function isRedirect(reply: FastifyReply): boolean {
  return reply.statusCode >= 300 && reply.statusCode < 400 && reply.hasHeader('location')
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
}
