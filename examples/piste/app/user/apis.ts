import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { httpError } from 'gnar-errors'
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

const tell = (message: string) => ({ status: 'ok', message })

const apis: FastifyPluginAsyncTypebox = async (fastify) => {
  fastify.post('/signup', { schema: { body: Credentials } }, async ({ body }) => {
    await signUp(fastify, body)
    return tell('Look into your inbox for the link that activates your account')
  })

  fastify.get('/activate', { schema: { querystring: OneTimeToken } }, async ({ query }, reply) =>
    reply.type('text/html').send(activationPage(query.token))
  )

  fastify.post('/activate', { schema: { body: OneTimeToken } }, async ({ body }) => {
    await activate(fastify, body.token)
    return tell('Your account is active, you can log in')
  })

  fastify.post('/login', { schema: { body: Credentials } }, async ({ body }, reply) => {
    const account = await findLogin(fastify, body)
    if (account === undefined) throw httpError(401, 'E-mail address or password is wrong')
    if (account.activatedAt === null) throw httpError(403, 'This account is not active yet')
    await report(fastify, account.id, 'login')
    reply.header('Authorization', `Bearer ${fastify.createAccessToken(account.id)}`)
    return { status: 'ok' }
  })

  fastify.get('/account', { onRequest: fastify.authenticate }, async ({ identity }) =>
    fastify.db.one('SELECT email, created_at AS "createdAt" FROM account WHERE id = $1', [identity])
  )

  fastify.post('/password-reset', { schema: { body: Recipient } }, async ({ body }) => {
    await requestPasswordReset(fastify, body.email)
    return tell('If the address has an account, a link to choose a new password is on its way')
  })

  fastify.get('/password-reset', { schema: { querystring: OneTimeToken } }, async ({ query }, reply) =>
    reply.type('text/html').send(passwordResetPage(query.token))
  )

  fastify.post('/password-reset/confirm', { schema: { body: NewPassword } }, async ({ body }) => {
    await confirmPasswordReset(fastify, body)
    return tell('Your password is changed, you can log in')
  })

  fastify.get('/activity', { onRequest: fastify.authenticate }, async (request) => {
    const answer = await request.peer('off-piste').get('activity/mine', undefined, { autoAuth: true })
    answer.raiseForStatus()
    return answer.json()
  })
}

export default apis
