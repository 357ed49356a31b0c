import type { FastifyInstance } from 'fastify'

const noted = new WeakMap<object, string[]>()

/**
 * Notes what Fastify fixed when the instance was made, so that no plugin can change it. All notes of an instance make
 * one WARNING when it is ready.
 *
 * @param what the thing, and what to do about it, as the end of a list item
 */
export function noteUnchangeable(fastify: FastifyInstance, what: string): void {
  const notes = noted.get(fastify.server)
  if (notes !== undefined) {
    notes.push(what)
    return
  }
  const first = [what]
  noted.set(fastify.server, first)
  fastify.addHook('onReady', async () => {
    fastify.log.warn(`Only the options of Fastify's constructor can change this: ${first.join('; ')}`)
  })
}
