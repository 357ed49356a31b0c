import Fastify, { type FastifyInstance } from 'fastify'
import gnarSqs from 'gnar-sqs'

/** Sends to a queue, and polls it. */
export async function buildQueueing(
  env: Record<string, string>,
  onMessage: (body: string | undefined) => void
): Promise<FastifyInstance> {
  const fastify = Fastify()
  await fastify.register(gnarSqs, {
    env,
    polls: {
      queueName: 'tricks',
      intervalSeconds: 0,
      waitTimeSeconds: 1,
      callback: ({ Body }) => onMessage(Body)
    }
  })
  fastify.post<{ Body: string }>('/tricks', async ({ body }) => {
    await fastify.sendSqsMessage('tricks', body)
    return { queued: true }
  })
  return fastify
}
