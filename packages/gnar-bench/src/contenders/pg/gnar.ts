import Fastify from 'fastify'
import gnarPg from 'gnar-pg'
import type { StartPart } from '../../scenario.ts'
import { keepInFlight } from '../in-flight.ts'
import { type Rider, readRider, riderId } from './rider.ts'

/** gnar-pg with its default pool of ten connections. */
const start: StartPart<{ prepare?: boolean }> = async ({ options, facts }) => {
  const app = Fastify()
  await app.register(gnarPg, { ...options, env: facts })
  await app.ready()
  return { run: ({ seconds }) => keepInFlight(50, seconds, () => app.db.one<Rider>(readRider, [riderId()])) }
}

export default start
