import Fastify, { type FastifyInstance } from 'fastify'
import gnarHealth from 'gnar-health'

/** Probes for Kubernetes, with a check of our own. */
export async function buildProbed(isOpen: () => boolean): Promise<FastifyInstance> {
  const fastify = Fastify()
  await fastify.register(gnarHealth)
  fastify.addHealthCheck('lift', async () => {
    if (!isOpen()) throw new Error('the lift is closed')
  })
  return fastify
}
