import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { httpError } from 'gnar-gear'
import {
  activate,
  confirmPasswordReset,
  findLogin,
  report,
  requestPasswordReset,
  signUp
} from './accounts.ts'
import { activationPage, passwordResetPage } from './pages.ts'
import { Credentials, NewPassword, OneTimeToken, Recipient } from './schemas.ts'

const ok = (message: string) => ({ status: 'ok', message })

const apis: FastifyPluginAsyncTypebox = async (fastify) => {
  fastify.post('/signup', { schema: { body: Credentials } }, async ({ body }) => {
    await signUp(fastify, body)
    return ok('Check your inbox for the link that activates your account')
  })

  fastify.get('/activate', { schema: { querystring: OneTimeToken } }, async ({ query }, reply) =>
    reply.type('text/html').send(activationPage(query.token))
  )

  fastify.post('/activate', { schema: { body: OneTimeToken } }, async ({ body }) => {
    await activate(fastify, body.token)
    return ok('Your account is active. You can log in now.')
  })

  fastify.post('/login', { schema: { body: Credentials } }, async ({ body }, reply) => {
    const account = await findLogin(fastify, body)
    if (account === undefined) throw httpError(401, 'Wrong e-mail address or password')
    if (account.activatedAt === null) throw httpError(403, 'This account is not active yet')
    await report(fastify, account.id, 'login')
    reply.header('Authorization', `Bearer ${fastify.createAccessToken(account.id)}`)
    return { status: 'ok' }
  })

  fastify.get('/account', { onRequest: fastify.authenticate }, async (request) => {
    const account = await fastify.db.one(
      'SELECT email, created_at AS "createdAt" FROM account WHERE id = $1',
      [request.requireIdentity()]
    )
    return account ?? httpError(404, 'This account is deleted')
  })

  fastify.post('/password-reset', { schema: { body: Recipient } }, async ({ body }) => {
    await requestPasswordReset(fastify, body.email)
    return ok('If the address has an account, a link to choose a new password is on its way')
  })

  fastify.get('/password-reset', { schema: { querystring: OneTimeToken } }, async ({ query }, reply) =>
    reply.type('text/html').send(passwordResetPage(query.token))
  )

  fastify.post('/password-reset/confirm', { schema: { body: NewPassword } }, async ({ body }) => {
    await confirmPasswordReset(fastify, body)
    return ok('Your password has been changed. You can log in now.')
  })

  fastify.get('/activity', { onRequest: fastify.authenticate }, async (request) => {
    const response = await request.peer('off-piste').get('activity/mine', { autoAuth: true })
    return response.raiseForStatus().json()
  })
}

export default apis
