import Fastify from 'fastify'
import gnarArgon2 from 'gnar-argon2'
import type { StartPart } from '../../scenario.ts'
import { listen } from '../listen.ts'

/** Sign-up with RFC 9106's first recommended parameters, and an unrelated route. */
const start: StartPart<{ maxConcurrent: number }> = async ({ options: { maxConcurrent } }) => {
  const app = Fastify()
  await app.register(gnarArgon2, { profile: 'rfc9106', maxConcurrent })
  app.get('/ping', async () => ({ status: 'ok' }))
  app.post<{ Body: { password: string } }>('/sign-up', async (request) => ({
    hash: await app.generatePasswordHash(request.body.password)
  }))
  return listen(app, '')
}

export default start
