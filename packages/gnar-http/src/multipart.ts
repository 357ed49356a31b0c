import type { FastifyInstance, FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify'
import fp from 'fastify-plugin'
import type { MultipartOptions } from './settings.ts'

/** What one request may hold, so that its fields, and its files where a schema collects them, fit in memory. */
const limits = { fields: 100, fieldSize: 64 * 1024, files: 10, parts: 110 }

type Hook = (this: FastifyInstance, request: FastifyRequest, reply: FastifyReply) => Promise<unknown>

/**
 * Registers @fastify/multipart so that requests without a multipart body do not pay for it. On routes with a body
 * schema the parts become the body, before it is validated.
 */
export async function acceptMultipart(fastify: FastifyInstance, options: MultipartOptions): Promise<void> {
  const { fastifyMultipart } = await import('@fastify/multipart')
  const bounded = { ...options, limits: { ...limits, ...options.limits } }
  const plugin = fp(
    (instance: FastifyInstance, own: object, done: (error?: Error) => void) =>
      fastifyMultipart(withCheapHooks(instance), own, done),
    { name: '@fastify/multipart', fastify: '5.x' }
  )
  await fastify.register(plugin, bounded)
  if (options.attachFieldsToBody !== undefined) return
  fastify.addHook('onRoute', (route) => {
    if (route.schema?.body === undefined) return
    route.preValidation = [collectParts, ...[route.preValidation ?? []].flat()]
  })
}

/** @fastify/multipart adds asynchronous hooks to every request; here they run for multipart bodies only. */
function withCheapHooks(fastify: FastifyInstance): FastifyInstance {
  const addHook = fastify.addHook as (name: string, hook: unknown) => FastifyInstance
  return Object.create(fastify, {
    addHook: { value: (name: string, hook: Hook) => addHook.call(fastify, name, onlyForMultipart(hook)) }
  }) as FastifyInstance
}

function onlyForMultipart(hook: Hook) {
  return function (
    this: FastifyInstance,
    request: FastifyRequest,
    reply: FastifyReply,
    done: HookHandlerDoneFunction
  ): void {
    if (isMultipart(request)) hook.call(this, request, reply).then(() => done(), done)
    else done()
  }
}

function isMultipart({ raw: { headers } }: FastifyRequest): boolean {
  return headers['content-type']?.slice(0, 10).toLowerCase() === 'multipart/'
}

/** Makes the parts the body: fields as they are, files as buffers, several of one name as a list. */
async function collectParts(request: FastifyRequest): Promise<void> {
  if (!request.isMultipart()) return
  const values = new Map<string, unknown[]>()
  for await (const part of request.parts(request.routeOptions.config.multipartOptions)) {
    const value = part.type === 'file' ? await part.toBuffer() : part.value
    values.set(part.fieldname, [...(values.get(part.fieldname) ?? []), value])
  }
  const entries = [...values].map(([name, all]) => [name, all.length === 1 ? all[0] : all] as const)
  request.body = Object.fromEntries(entries)
}
