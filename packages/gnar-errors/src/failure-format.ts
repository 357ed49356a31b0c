import type { Values } from './settings.ts'

/** How failures look on the wire, for plugins that describe an API. */
export interface FailureFormat {
  /** Whether a failure keeps its own status; otherwise it is 200, and the body tells. */
  keepsStatus: boolean
  contentType: string
  /** JSON Schema of the body. */
  schema: Readonly<Record<string, unknown>>
}

const requestId = { type: 'string', description: 'Id of the request, as in the log' }
const traceback = { type: 'string', description: 'Stack of the failure, in development only' }

const flat = {
  type: 'object',
  required: ['error'],
  properties: {
    error: { type: 'string', description: 'What went wrong; of an invalid request, every invalid field' },
    requestId,
    traceback
  }
}

const invalidField = {
  type: 'object',
  required: ['in', 'pointer', 'detail'],
  properties: {
    in: { type: 'string', description: 'Part of the request: body, params, querystring or headers' },
    pointer: { type: 'string', description: 'JSON pointer to the field, as a fragment' },
    detail: { type: 'string', description: 'What is wrong with the field' }
  }
}

const problem = {
  type: 'object',
  description: 'RFC 9457',
  required: ['type', 'title', 'status', 'detail', 'requestId'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string', description: 'Name of the status' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'What went wrong' },
    requestId,
    errors: { type: 'array', description: 'Invalid fields of the request', items: invalidField },
    traceback
  }
}

/** The format of each style. */
export const failureFormats: Readonly<Record<Values['style'], FailureFormat>> = {
  gnar: { keepsStatus: false, contentType: 'application/json', schema: flat },
  http: { keepsStatus: true, contentType: 'application/json', schema: flat },
  problem: { keepsStatus: true, contentType: 'application/problem+json', schema: problem }
}
