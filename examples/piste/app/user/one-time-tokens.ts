import { createHash, randomBytes } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { httpError } from 'gnar-gear'

type Purpose = 'activation' | 'password-reset'
type Queries = Pick<FastifyInstance['db'], 'run' | 'value'>

const lifetimeHours: Record<Purpose, number> = { activation: 24, 'password-reset': 1 }
const advice: Record<Purpose, string> = {
  activation: 'log in, or sign up again',
  'password-reset': 'request a new one'
}

/** Creates a token for a link in an e-mail; the database stores only its hash, so that a stolen copy is useless. */
export async function createOneTimeToken(db: Queries, account: string, purpose: Purpose): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  await db.run(
    `INSERT INTO one_time_token (hash, account_id, purpose, expires_at)
     VALUES ($1, $2, $3, now() + make_interval(hours => $4))`,
    [digest(token), account, purpose, lifetimeHours[purpose]]
  )
  return token
}

/** @returns the id of the account; the token is deleted */
export async function useOneTimeToken(db: Queries, token: string, purpose: Purpose): Promise<string> {
  const account = await db.value<string>(
    'DELETE FROM one_time_token WHERE hash = $1 AND purpose = $2 AND expires_at > now() RETURNING account_id',
    [digest(token), purpose]
  )
  if (account === undefined)
    throw httpError(400, `This link has expired or was already used: ${advice[purpose]}`)
  return account
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
