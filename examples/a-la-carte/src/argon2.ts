import Fastify, { type FastifyInstance } from 'fastify'
import gnarArgon2 from 'gnar-argon2'

/** Hashes passwords in threads of their own, so that other requests go on. */
export async function buildHashing(): Promise<FastifyInstance> {
  const fastify = Fastify()
  await fastify.register(gnarArgon2)
  fastify.post<{ Body: string }>('/hash', async ({ body }) => ({
    hash: await fastify.generatePasswordHash(body)
  }))
  return fastify
}
