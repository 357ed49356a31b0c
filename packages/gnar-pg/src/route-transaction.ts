import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Transaction } from './transaction.ts'

/**
 * Implements the route option `pg: { transact: true }` instead of @fastify/postgres, whose own hooks end the process
 * when no connection is available and report success for a failed transaction. Call it before that plugin registers.
 */
export function addRouteTransactions(fastify: FastifyInstance, begin: () => Promise<Transaction>): void {
  const open = new WeakMap<FastifyRequest, Transaction>()

  fastify.addHook('onRoute', (route) => {
    if (route.pg?.transact !== true) return
    // The hook of @fastify/postgres, which runs after this one, ignores routes without the option.
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
    // A hijacked reply never reaches onSend.
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
