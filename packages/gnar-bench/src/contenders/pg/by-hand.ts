import fastifyPostgres from '@fastify/postgres'
import Fastify from 'fastify'
import { connectionConfig } from '../../backends/postgres-connection.ts'
import type { StartPart } from '../../scenario.ts'
import { keepInFlight } from '../in-flight.ts'
import { type Rider, readRider, riderId } from './rider.ts'

/** @fastify/postgres as its README shows it, with an unnamed or a named statement. */
const start: StartPart<{ name?: string }> = async ({ options: { name }, facts }) => {
  const app = Fastify()
  await app.register(fastifyPostgres, { ...connectionConfig(facts), max: 10 })
  await app.ready()
  const query = async () => {
    const values = [riderId()]
    const { rows } = await (name === undefined
      ? app.pg.query<Rider>(readRider, values)
      : app.pg.query<Rider>({ name, text: readRider, values }))
    return rows[0]
  }
  return { run: ({ seconds }) => keepInFlight(50, seconds, query) }
}

export default start
