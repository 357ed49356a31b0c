import { createHmac } from 'node:crypto'

/** A request for both services. */
export interface Sample {
  method: string
  path: string
  /** What the Authorization header is, such as `valid` or `expired`. */
  token: string
  /** What the body is, such as `form` or `json, malformed`. */
  body: string
  headers: Readonly<Record<string, string>>
  payload: string | undefined
}

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

function sign(claims: object, secret: string, header: object = { typ: 'JWT', alg: 'HS256' }): string {
  const text = `${encoded(header)}.${encoded(claims)}`
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`
}

/** Authorization headers by what they are. */
function tokens(secret: string): Record<string, string | undefined> {
  const now = Math.floor(Date.now() / 1000)
  const claims = {
    iat: now,
    nbf: now,
    jti: 'a',
    exp: now + 3600,
    identity: 'shred@gnar.ca',
    fresh: false,
    type: 'access'
  }
  const valid = sign(claims, secret)
  return {
    none: undefined,
    valid: `Bearer ${valid}`,
    'with an identity that is an object': `Bearer ${sign({ ...claims, identity: { id: 7 } }, secret)}`,
    'in lower case': `bearer ${valid}`,
    expired: `Bearer ${sign({ ...claims, exp: now - 60 }, secret)}`,
    'not yet valid': `Bearer ${sign({ ...claims, nbf: now + 600 }, secret)}`,
    'without exp': `Bearer ${sign({ ...claims, exp: undefined }, secret)}`,
    'of another secret': `Bearer ${sign(claims, 'another secret')}`,
    'with alg none': `Bearer ${encoded({ typ: 'JWT', alg: 'none' })}.${encoded(claims)}.`,
    'a refresh token': `Bearer ${sign({ ...claims, type: 'refresh' }, secret)}`,
    'without an identity': `Bearer ${sign({ ...claims, identity: undefined }, secret)}`,
    'of one part': 'Bearer abc',
    'of garbage': 'Bearer a.b.c',
    empty: 'Bearer ',
    'two of them': `Bearer ${valid} ${valid}`,
    'of another scheme': 'Basic c2hyZWQ6Z25hcg=='
  }
}

const multipart =
  '--gnar\r\nContent-Disposition: form-data; name="email"\r\n\r\na@b.ca\r\n--gnar\r\nContent-Disposition: form-data; name="tag"\r\n\r\nx\r\n--gnar--\r\n'

/** Bodies by what they are: content type and text. */
const bodies: Record<string, readonly [string | undefined, string | undefined]> = {
  none: [undefined, undefined],
  form: ['application/x-www-form-urlencoded', 'email=a%40b.ca&tag=x&tag=%C3%BC+y'],
  'form, empty': ['application/x-www-form-urlencoded', ''],
  multipart: ['multipart/form-data; boundary=gnar', multipart],
  json: ['application/json', '{"email":"a@b.ca","n":[1,2.5,null,true,"ü🤙"]}'],
  'json, malformed': ['application/json', '{"email":'],
  'json, empty': ['application/json', ''],
  'json with a suffix': ['application/vnd.api+json', '{"data":null}'],
  text: ['text/plain', 'hello'],
  unknown: ['application/octet-stream', 'hello']
}

/** Paths, and the methods that they have on both sides. */
const paths: readonly (readonly [string, ...string[]])[] = [
  ['/piste/hello', 'GET'],
  ['/piste/protected', 'GET', 'POST'],
  ['/piste/protected', 'GET', 'POST'],
  ['/piste/optional', 'GET'],
  ['/piste/form', 'POST', 'PUT'],
  ['/piste/form', 'POST', 'PUT'],
  ['/piste/json', 'POST', 'PUT', 'PATCH'],
  ['/piste/json', 'POST', 'PUT', 'PATCH'],
  ['/piste/args', 'GET'],
  ['/piste/args?a=1&a=2&b=%C3%BC+x&c=', 'GET'],
  ['/piste/item/7', 'GET'],
  ['/piste/item/a%20b', 'GET'],
  ['/piste/item/%F0%9F%A4%99', 'GET'],
  ['/piste/item/a%2Fb', 'GET'],
  ['/piste/item/', 'GET'],
  [`/piste/item/${'x'.repeat(300)}`, 'GET'],
  ['/piste/fail', 'GET'],
  ['/piste/fail-protected', 'GET'],
  ['/piste/hash', 'POST'],
  ['/piste/nothing', 'DELETE'],
  ['/piste/moved', 'GET'],
  ['/piste/teapot', 'GET'],
  ['/piste/hello/', 'GET'],
  ['/piste/nowhere', 'GET'],
  ['/', 'GET'],
  ['/%zz', 'GET']
]

const anyMethod = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']

/** Generated requests, the same ones for one seed. */
export function generate(count: number, secret: string, seed: number): Sample[] {
  const random = randomOf(seed)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const authorizations = tokens(secret)
  return Array.from({ length: count }, () => {
    const [path, ...own] = pick(paths)
    const method = random() < 0.7 ? pick(own) : pick(anyMethod)
    const token = random() < 0.3 ? 'none' : pick(Object.keys(authorizations))
    const body = /^(?:GET|HEAD|OPTIONS)$/.test(method) ? 'none' : pick(Object.keys(bodies))
    const [type, payload] = bodies[body] ?? []
    const authorization = authorizations[token]
    const headers = {
      ...(authorization !== undefined && { authorization }),
      ...(type !== undefined && { 'content-type': type }),
      ...(random() < 0.3 && { origin: 'http://localhost:3000' })
    }
    return { method, path, token, body, headers, payload }
  })
}

/** mulberry32: a seed gives the same numbers everywhere. */
function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
