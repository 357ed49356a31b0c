import Fastify, { type FastifyInstance } from 'fastify'
import gnarPg from 'gnar-pg'

/** Finds Postgres by GNAR_PG_ENDPOINT, GNAR_PG_DATABASE, GNAR_PG_USERNAME and GNAR_PG_PASSWORD. */
export async function buildStored(env: Record<string, string>): Promise<FastifyInstance> {
  const fastify = Fastify()
  await fastify.register(gnarPg, { env })
  await fastify.db.run('CREATE TABLE IF NOT EXISTS trick (name text PRIMARY KEY)')
  fastify.put<{ Params: { name: string } }>('/tricks/:name', async ({ params: { name } }) => {
    await fastify.db.run('INSERT INTO trick VALUES ($1) ON CONFLICT DO NOTHING', [name])
    return { tricks: await fastify.db.values('SELECT name FROM trick ORDER BY name') }
  })
  return fastify
}
