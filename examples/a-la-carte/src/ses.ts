import Fastify, { type FastifyInstance } from 'fastify'
import gnarSes from 'gnar-ses'

/** Sends an e-mail through Amazon SES. */
export async function buildMailing(env: Record<string, string>): Promise<FastifyInstance> {
  const fastify = Fastify()
  await fastify.register(gnarSes, { env })
  fastify.post('/welcome', async () => {
    const { MessageId } = await fastify.getSesClient().sendEmail({
      Source: 'gear@example.com',
      Destination: { ToAddresses: ['rider@example.com'] },
      Message: { Subject: { Data: 'Welcome 🤙' }, Body: { Text: { Data: 'Gnarly' } } }
    })
    return { sent: MessageId }
  })
  return fastify
}
