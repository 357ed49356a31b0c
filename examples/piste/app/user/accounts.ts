import type { FastifyInstance } from 'fastify'
import { httpError } from 'gnar-gear'
import { sendActivationMail, sendPasswordResetMail } from './mails.ts'
import { createOneTimeToken, useOneTimeToken } from './one-time-tokens.ts'
import type { Credentials, NewPassword } from './schemas.ts'

interface Login {
  id: string
  passwordHash: string
  activatedAt: Date | null
}

/** Adds an inactive account and sends its activation link; if the mail cannot be sent, no account is left. */
export async function signUp(fastify: FastifyInstance, { email, password }: Credentials): Promise<void> {
  const passwordHash = await fastify.generatePasswordHash(password)
  const account = await fastify.db.transact(async (tx) => {
    const id = await tx.value<string>(addAccount, [email, passwordHash])
    if (id === undefined) throw httpError(409, 'This address is already registered')
    await sendActivationMail(fastify, email, await createOneTimeToken(tx, id, 'activation'))
    return id
  })
  await report(fastify, account, 'signup')
}

/** An address is free again if its link expired unused. */
const addAccount = `
  INSERT INTO account (email, password_hash) VALUES (lower($1), $2)
  ON CONFLICT (email) DO UPDATE SET password_hash = excluded.password_hash
  WHERE account.activated_at IS NULL AND NOT EXISTS (
    SELECT FROM one_time_token
    WHERE account_id = account.id AND purpose = 'activation' AND expires_at > now()
  )
  RETURNING id`

/** @throws 400 when the token is invalid, used or expired */
export async function activate({ db }: FastifyInstance, token: string): Promise<void> {
  await db.transact(async (tx) => {
    const id = await useOneTimeToken(tx, token, 'activation')
    await tx.run('UPDATE account SET activated_at = now() WHERE id = $1', [id])
  })
}

/** The account of these credentials; undefined, after the same time, when the address or password is wrong. */
export async function findLogin(
  fastify: FastifyInstance,
  { email, password }: Credentials
): Promise<Login | undefined> {
  const login = await fastify.db.one<Login>(
    `SELECT id, password_hash AS "passwordHash", activated_at AS "activatedAt" FROM account WHERE email = lower($1)`,
    [email]
  )
  return (await fastify.checkPasswordHash(login?.passwordHash, password)) ? login : undefined
}

/** Sends a link to choose a new password; does nothing when the address has no account. */
export async function requestPasswordReset(fastify: FastifyInstance, email: string): Promise<void> {
  const id = await fastify.db.value<string>('SELECT id FROM account WHERE email = lower($1)', [email])
  if (id === undefined) return
  const token = await createOneTimeToken(fastify.db, id, 'password-reset')
  await sendPasswordResetMail(fastify, email, token)
}

/** @throws 400 when the token is invalid, used or expired */
export async function confirmPasswordReset(
  fastify: FastifyInstance,
  { token, password }: NewPassword
): Promise<void> {
  const passwordHash = await fastify.generatePasswordHash(password)
  await fastify.db.transact(async (tx) => {
    const id = await useOneTimeToken(tx, token, 'password-reset')
    await tx.run('UPDATE account SET password_hash = $2 WHERE id = $1', [id, passwordHash])
  })
}

/** Reports an event to off-piste through a queue. */
export async function report(
  fastify: FastifyInstance,
  account: string,
  event: 'signup' | 'login'
): Promise<void> {
  await fastify.sendSqsMessage('activity', JSON.stringify({ account, event, at: Date.now() }))
}
