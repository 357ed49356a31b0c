import { startLocal } from 'gnar-local'
import pg from 'pg'
import type { Part } from '../scenario.ts'
import { connectionConfig } from './postgres-connection.ts'

/** A Postgres with ten thousand riders. */
export default async function start(): Promise<Part> {
  const local = await startLocal({ postgres: true })
  const client = new pg.Client(connectionConfig(local.env))
  await client.connect()
  await client.query('CREATE TABLE rider (id integer PRIMARY KEY, name text NOT NULL, email text NOT NULL)')
  await client.query(
    "INSERT INTO rider SELECT id, 'rider ' || id, id || '@example.com' FROM generate_series(1, 10000) AS id"
  )
  await client.query('VACUUM ANALYZE rider')
  await client.end()
  return { facts: local.env, stop: () => local.stop() }
}
