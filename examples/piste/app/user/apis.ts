import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { httpError } from 'gnar-gear'
import Type from 'typebox'
import {
  activate,
  confirmPasswordReset,
  findLogin,
  report,
  requestPasswordReset,
  signUp
} from './accounts.ts'
import { activationPage, passwordResetPage } from './pages.ts'
import {
  Account,
  Activity,
  Credentials,
  consumes,
  Done,
  LoggedIn,
  NewPassword,
  OneTimeToken,
  Page,
  Recipient
} from './schemas.ts'

const ok = (message: string) => ({ status: 'ok' as const, message })

const apis: FastifyPluginAsyncTypebox = async (fastify) => {
  fastify.post(
    '/signup',
    { schema: { summary: 'Sign up', body: Credentials, response: { 200: Done } } },
    async ({ body }) => {
      await signUp(fastify, body)
      return ok('Check your inbox for the link that activates your account')
    }
  )

  fastify.get(
    '/activate',
    {
      schema: {
        summary: 'Page that activates an account',
        querystring: OneTimeToken,
        response: { 200: Page }
      }
    },
    async ({ query }, reply) => reply.type('text/html').send(activationPage(query.token))
  )

  fastify.post(
    '/activate',
    { schema: { summary: 'Activate an account', consumes, body: OneTimeToken, response: { 200: Done } } },
    async ({ body }) => {
      await activate(fastify, body.token)
      return ok('Your account is active. You can log in now.')
    }
  )

  fastify.post(
    '/login',
    { schema: { summary: 'Log in', body: Credentials, response: { 200: LoggedIn } } },
    async ({ body }, reply) => {
      const account = await findLogin(fastify, body)
      if (account === undefined) throw httpError(401, 'Wrong e-mail address or password')
      if (account.activatedAt === null) throw httpError(403, 'This account is not active yet')
      await report(fastify, account.id, 'login')
      reply.header('Authorization', `Bearer ${fastify.createAccessToken(account.id)}`)
      return { status: 'ok' as const }
    }
  )

  fastify.get(
    '/account',
    { onRequest: fastify.authenticate, schema: { summary: 'View your account', response: { 200: Account } } },
    async (request) => {
      const account = await fastify.db.one<Account>(
        'SELECT email, created_at AS "createdAt" FROM account WHERE id = $1',
        [request.requireIdentity()]
      )
      if (account === undefined) throw httpError(404, 'This account is deleted')
      return account
    }
  )

  fastify.post(
    '/password-reset',
    {
      schema: { summary: 'Request a link to choose a new password', body: Recipient, response: { 200: Done } }
    },
    async ({ body }) => {
      await requestPasswordReset(fastify, body.email)
      return ok('If the address has an account, a link to choose a new password is on its way')
    }
  )

  fastify.get(
    '/password-reset',
    {
      schema: { summary: 'Page to choose a new password', querystring: OneTimeToken, response: { 200: Page } }
    },
    async ({ query }, reply) => reply.type('text/html').send(passwordResetPage(query.token))
  )

  fastify.post(
    '/password-reset/confirm',
    { schema: { summary: 'Choose a new password', consumes, body: NewPassword, response: { 200: Done } } },
    async ({ body }) => {
      await confirmPasswordReset(fastify, body)
      return ok('Your password has been changed. You can log in now.')
    }
  )

  fastify.get(
    '/activity',
    {
      onRequest: fastify.authenticate,
      schema: { summary: 'View what you did, as off-piste has it', response: { 200: Type.Array(Activity) } }
    },
    async (request) => {
      const response = await request.peer('off-piste').get('activity/mine', { autoAuth: true })
      return response.raiseForStatus().json<Activity[]>()
    }
  )
}

export default apis
