import { createHmac, randomUUID } from 'node:crypto'

/** Signs the tokens of the benchmark. */
export const jwtSecret = 'a secret of the benchmark, of no use elsewhere'

const header = encode({ alg: 'HS256', typ: 'JWT' })

/** A new access token with the claims of gnar-jwt, valid for 15 minutes. */
export function createToken(identity: string): string {
  const iat = Math.floor(Date.now() / 1000)
  const times = { iat, nbf: iat, exp: iat + 15 * 60 }
  const session = { auth_time: iat, sid: randomUUID() }
  const claims = {
    ...session,
    ...times,
    jti: randomUUID(),
    identity,
    sub: identity,
    fresh: false,
    type: 'access'
  }
  const content = `${header}.${encode(claims)}`
  return `${content}.${createHmac('sha256', jwtSecret).update(content).digest('base64url')}`
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}
