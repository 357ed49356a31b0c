import type { Sample } from './requests.ts'

/** What is compared of a response. */
export interface Answer {
  status: number
  type: string | undefined
  /** The message of a failure. */
  error: string | undefined
  traceback: boolean
  /** The body without the message, traceback and request id of a failure. */
  body: string
  /** The identity in the fresh token of the header Authorization. */
  identity: unknown
  allow: string | undefined
  /** The names of the headers Access-Control-*. */
  cors: string
  location: string | undefined
}

export type Field = keyof Answer
export const fields: readonly Field[] = [
  'status',
  'type',
  'error',
  'traceback',
  'body',
  'identity',
  'allow',
  'cors',
  'location'
]

/** Both responses to one request. */
export interface Pair {
  sample: Sample
  production: boolean
  theirs: Answer
  ours: Answer
}

interface Explanation {
  fields: readonly Field[]
  why: string
  when(pair: Pair): boolean
}

const message = 'Piste API Error'
const failed: readonly Field[] = ['status', 'type', 'error', 'traceback', 'body', 'identity', 'allow']

/** The table: the first row that applies counts. docs/from-python.md gives the same reasons. */
const explanations: readonly Explanation[] = [
  {
    fields: ['cors'],
    why: 'development: CORS headers are those of @fastify/cors, the permission to change things only on a preflight',
    when: ({ production }) => !production
  },
  {
    fields: ['traceback'],
    why: 'production: no traceback, since it shows the inside of the service to anybody',
    when: ({ production, theirs, ours }) => production && theirs.traceback && !ours.traceback
  },
  {
    fields: failed,
    why: 'a malformed URL is a failure like any other (Bjoern: an empty 400)',
    when: ({ sample }) => sample.path === '/%zz'
  },
  {
    fields: ['error'],
    why: 'a failure that the client caused has a message of its own',
    when: ({ theirs, ours }) => theirs.error === message && ours.error !== undefined && ours.error !== message
  },
  {
    fields: failed,
    why: 'OPTIONS: 204 without a body, since there is none (Flask: 200)',
    when: ({ sample, ours }) => sample.method === 'OPTIONS' && ours.status === 204
  },
  {
    fields: failed,
    why: 'a parameter may hold an encoded slash (Flask decodes the path before it splits it)',
    when: ({ sample, ours }) => sample.path.includes('%2F') && ours.error === undefined
  },
  {
    fields: ['type', 'body'],
    why: 'a redirect, and a response to HEAD or without content, has no page of HTML or type of its own',
    when: ({ sample, theirs }) =>
      theirs.type === 'text/html' && (theirs.status === 302 || sample.method === 'HEAD')
  },
  {
    fields: ['type'],
    why: '204 has no content type, since it has no content',
    when: ({ theirs, ours }) => theirs.status === 204 && ours.status === 204
  },
  {
    fields: failed,
    why: 'a token without exp is refused: it would be valid for ever',
    when: ({ sample }) => sample.token === 'without exp'
  },
  {
    fields: failed,
    why: 'the scheme Bearer is matched in any case (RFC 9110)',
    when: ({ sample }) => sample.token === 'in lower case'
  },
  {
    fields: failed,
    why: 'an optional route refuses a header with two tokens (the original: no identity)',
    when: ({ sample }) => sample.path === '/piste/optional' && sample.token === 'two of them'
  },
  {
    fields: failed,
    why: 'a body is parsed before the handler runs, so one that is malformed, or of a type without a parser, is refused (Flask: when the handler asks for it)',
    when: ({ sample, ours }) =>
      sample.body !== 'none' &&
      /valid JSON|Media Type|^Body cannot be empty|^body must/.test(ours.error ?? '')
  },
  {
    fields: failed,
    why: 'an empty JSON body is none (Flask: an error once the handler asks for it)',
    when: ({ sample, theirs }) => sample.body === 'json, empty' && theirs.error === message
  }
]

/** Why a field differs, or undefined. */
export function explain(field: Field, pair: Pair): string | undefined {
  return explanations.find((one) => one.fields.includes(field) && one.when(pair))?.why
}
