import type { FastifyInstance } from 'fastify'

const sender = 'Piste <piste@example.com>'
// Links must not be built from the Host header, which the client controls.
const home = process.env.PISTE_URL ?? 'http://localhost:9400'

/** Sends the link to the page that activates the account. */
export async function sendActivationMail(fastify: FastifyInstance, to: string, token: string): Promise<void> {
  await send(fastify, to, 'Welcome to the gnarliest gear in the world 🤙', [
    'Activate your account:',
    `${home}/user/activate?token=${token}`
  ])
}

/** Sends the link to the page that accepts a new password. */
export async function sendPasswordResetMail(
  fastify: FastifyInstance,
  to: string,
  token: string
): Promise<void> {
  await send(fastify, to, 'Choose a new password', [
    'Choose a new password within the next hour:',
    `${home}/user/password-reset?token=${token}`
  ])
}

async function send(fastify: FastifyInstance, to: string, subject: string, lines: string[]): Promise<void> {
  await fastify.getSesClient().sendEmail({
    Source: sender,
    Destination: { ToAddresses: [to] },
    Message: { Subject: { Data: subject }, Body: { Text: { Data: lines.join('\n\n') } } }
  })
}
