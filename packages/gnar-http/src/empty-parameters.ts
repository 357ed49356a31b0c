import type { FastifyInstance, onRequestHookHandler } from 'fastify'

/** A parameter without a pattern of its own that is not optional: `:id`, but not `:id?` or `:id(.*)`. */
const plainParameter = /:([^/:.\-(?]+)(?![^/:.\-(?]|[(?])/g

/** Fastify lets `/item/` match `/item/:id` with an empty id; such a request is an unknown path here. */
export function refuseEmptyParameters(fastify: FastifyInstance): void {
  fastify.addHook('onRoute', (route) => {
    const names = [...route.url.matchAll(plainParameter)].map(([, name = '']) => name)
    if (names.length === 0) return
    route.onRequest = [refuseEmpty(names), ...[route.onRequest ?? []].flat()]
  })
}

function refuseEmpty(names: readonly string[]): onRequestHookHandler {
  return (request, reply, done) => {
    const params = request.params as Readonly<Record<string, unknown>>
    if (names.some((name) => params[name] === '')) reply.callNotFound()
    else done()
  }
}
