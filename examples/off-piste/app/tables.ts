import type { FastifyInstance } from 'fastify'

/** Creates this service's Postgres tables if they do not exist. */
export async function createTables({ db }: FastifyInstance): Promise<void> {
  await db.run(`
    CREATE TABLE IF NOT EXISTS activity (
      message_id text PRIMARY KEY,
      account_id text NOT NULL,
      event text NOT NULL,
      happened_at timestamptz NOT NULL
    )`)
}
