/** What is needed of a Fastify instance. */
interface Instance {
  readonly server: object
  readonly log: { warn(message: string): void }
  addHook(name: 'onReady', hook: () => Promise<void>): unknown
}

const noted = new WeakMap<object, string[]>()

/**
 * Notes what no plugin can change, since only options of Fastify's constructor set it. All notes of an instance make
 * one WARNING when it is ready.
 *
 * @param what the thing and how to change it, as an item of a list
 */
export function noteConstructorOnly(fastify: Instance, what: string): void {
  const notes = noted.get(fastify.server)
  if (notes !== undefined) {
    notes.push(what)
    return
  }
  const first = [what]
  noted.set(fastify.server, first)
  fastify.addHook('onReady', async () => {
    fastify.log.warn(`Needs options of Fastify's constructor: ${first.join('; ')}`)
  })
}
