import Fastify from 'fastify'
import { listen } from '../contenders/listen.ts'
import type { Part } from '../scenario.ts'

/** A service with one route. */
export default async function start(): Promise<Part> {
  const app = Fastify()
  app.get('/rider', async () => ({ id: 1, name: 'ic3b3rg', email: 'ic3b3rg@example.com', runs: [1, 2, 3] }))
  return listen(app, '')
}
