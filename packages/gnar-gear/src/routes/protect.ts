import type { FastifyInstance } from 'fastify'

/** Marks a scope that is protected. */
export const kProtected = Symbol('gnar-gear.protected')

/** Decorates the instance with `protect`. */
export function addProtect(fastify: FastifyInstance): void {
  fastify.decorate('protect', function (this: FastifyInstance, ...checks) {
    if (!this.hasDecorator(kProtected)) this.decorate(kProtected, true)
    for (const hook of [this.authenticate, ...checks]) this.addHook('onRequest', hook)
  })
}
