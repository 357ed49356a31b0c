import postgres from 'postgres'
import { connectionConfig } from '../../backends/postgres-connection.ts'
import type { StartPart } from '../../scenario.ts'
import { keepInFlight } from '../in-flight.ts'
import { type Rider, riderId } from './rider.ts'

/** Porsager's client with its defaults: ten connections, prepared statements and pipelining. */
const start: StartPart = async ({ facts }) => {
  const sql = postgres(connectionConfig(facts))
  const query = async () => {
    const [rider] = await sql<Rider[]>`SELECT id, name, email FROM rider WHERE id = ${riderId()}`
    return rider
  }
  return { run: ({ seconds }) => keepInFlight(50, seconds, query) }
}

export default start
