import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Transaction } from './transaction.ts'

/**
 * Serves the route option `pg: { transact: true }` in place of @fastify/postgres, whose own hooks end the process
 * when no connection can be had and report success for a transaction that failed. To be called before it registers.
 */
export function addRouteTransactions(fastify: FastifyInstance, begin: () => Promise<Transaction>): void {
  const open = new WeakMap<FastifyRequest, Transaction>()

  fastify.addHook('onRoute', (route) => {
    if (route.pg?.transact !== true) return
    // Its hook, which runs after this one, leaves alone what it does not see.
    delete route.pg
    route.preHandler = append(route.preHandler, async (request: FastifyRequest) => {
      const transaction = await begin()
      open.set(request, transaction)
      request.pg = transaction.client
    })
    route.onError = append(route.onError, rollback)
    route.onSend = append(route.onSend, async (request: FastifyRequest) => {
      await take(request)?.commit()
    })
    // A reply that was hijacked never comes to onSend.
    route.onResponse = append(route.onResponse, rollback)
  })

  async function rollback(request: FastifyRequest): Promise<void> {
    await take(request)?.rollback()
  }

  function take(request: FastifyRequest): Transaction | undefined {
    const transaction = open.get(request)
    open.delete(request)
    return transaction
  }
}

function append<Hook>(hooks: Hook | Hook[] | undefined, hook: NoInfer<Hook>): Hook[] {
  return [...(hooks === undefined ? [] : [hooks].flat()), hook] as Hook[]
}
