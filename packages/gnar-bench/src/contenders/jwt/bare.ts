import Fastify from 'fastify'
import type { Part } from '../../scenario.ts'
import { listen } from '../listen.ts'

/** The same route, public. */
export default async function start(): Promise<Part> {
  const app = Fastify()
  app.get('/', async () => ({ status: 'ok' }))
  return listen(app, '/')
}
