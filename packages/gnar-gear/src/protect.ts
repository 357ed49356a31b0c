import type { FastifyInstance, onRequestHookHandler } from 'fastify'

declare module 'fastify' {
  interface FastifyInstance {
    /**
     * Protects every route of this scope and of those within it, but for routes with `config: { public: true }`; and
     * marks the scope for `gnar routes`, which cannot look into hooks.
     *
     * @param checks hooks of the app's own that come after `authenticate`, such as one that asks for a role
     */
    protect(...checks: onRequestHookHandler[]): void
  }
}

/** Marks a scope that is protected. */
export const kProtected = Symbol('gnar-gear.protected')

/** Decorates the instance with `protect`. */
export function addProtect(fastify: FastifyInstance): void {
  fastify.decorate('protect', function (this: FastifyInstance, ...checks) {
    if (!this.hasDecorator(kProtected)) this.decorate(kProtected, true)
    for (const hook of [this.authenticate, ...checks]) this.addHook('onRequest', hook)
  })
}
