import type { FastifyInstance } from 'fastify'

/** Creates what this service keeps in Postgres, where it is not there yet. */
export async function createTables({ db }: FastifyInstance): Promise<void> {
  await db.run(`
    CREATE TABLE IF NOT EXISTS activity (
      message_id text PRIMARY KEY,
      account_id text NOT NULL,
      event text NOT NULL,
      happened_at timestamptz NOT NULL
    )`)
}
