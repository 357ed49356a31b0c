import type { FastifyInstance } from 'fastify'

/** Decorates the instance with `protect`. */
export function addProtect(fastify: FastifyInstance): void {
  fastify.decorate('protect', function (this: FastifyInstance, ...checks) {
    for (const hook of [this.authenticate, ...checks]) this.addHook('onRequest', hook)
  })
}
