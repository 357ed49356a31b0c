import Fastify, { type FastifyInstance } from 'fastify'
import gnarPeer from 'gnar-peer'

/** Asks another service on behalf of the caller. */
export async function buildAsking(piste: string): Promise<FastifyInstance> {
  const fastify = Fastify()
  await fastify.register(gnarPeer, { peers: { piste } })
  fastify.get('/weather', async (request) => {
    const response = await request.peer('piste').get('snow')
    return response.raiseForStatus().json()
  })
  return fastify
}
