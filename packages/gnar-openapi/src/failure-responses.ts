import { STATUS_CODES } from 'node:http'
import type { Json, MediaType, Operation, Response } from './document.ts'
import type { RouteFacts } from './route-facts.ts'

/** How failures look on the wire, as gnar-errors says it in `fastify.failureFormat`. */
export interface FailureFormat {
  /** Whether a failure keeps its own status; otherwise it is 200, and the body tells. */
  keepsStatus: boolean
  contentType: string
  schema: Readonly<Json>
}

/** Failures of Fastify without gnar-errors. */
export const plainFormat: FailureFormat = {
  keepsStatus: true,
  contentType: 'application/json',
  schema: {
    type: 'object',
    required: ['statusCode', 'error', 'message'],
    properties: {
      statusCode: { type: 'integer' },
      code: { type: 'string', description: 'Code of the error, such as FST_ERR_VALIDATION' },
      error: { type: 'string', description: 'Name of the status' },
      message: { type: 'string', description: 'What went wrong' }
    }
  }
}

const failure = { $ref: '#/components/schemas/Failure' }

/** What all operations share. */
export function failureComponents(format: FailureFormat): Record<'schemas' | 'responses' | 'headers', Json> {
  const respond = (description: string, headers?: Record<string, Json>): Response => ({
    description,
    ...(headers !== undefined && { headers }),
    content: { [format.contentType]: { schema: failure } }
  })
  const challenge = { description: 'How to authenticate (RFC 6750)', schema: { type: 'string' } }
  return {
    schemas: { Failure: { ...format.schema } },
    responses: format.keepsStatus
      ? {
          InvalidRequest: respond('The request is invalid'),
          Unauthorized: respond('The token is missing, invalid or expired', {
            'WWW-Authenticate': challenge
          }),
          ClientError: respond('The request failed'),
          ServerError: respond('The service failed')
        }
      : {},
    headers: {
      FreshToken: {
        description: '`Bearer` and a fresh token of the same session, to send with the next request',
        schema: { type: 'string' }
      }
    }
  }
}

/** Adds to the responses that a route describes those that it does not: failures, and the fresh token. */
export function addFailures(
  operation: Operation,
  facts: RouteFacts,
  { keepsStatus, contentType }: FailureFormat
) {
  const responses = mapResponses(operation.responses, describe)
  operation.responses = keepsStatus
    ? { ...failuresByStatus(facts, responses), ...responses }
    : { ...responses, 200: withFailure(responses[200] ?? responses['2XX'] ?? responses.default, contentType) }
  if (!takesToken(facts)) return
  if (facts.isRefreshed) {
    operation.responses = mapResponses(operation.responses, (response, status) =>
      /^2/.test(status)
        ? {
            ...response,
            headers: { ...response.headers, Authorization: { $ref: '#/components/headers/FreshToken' } }
          }
        : response
    )
  }
}

export function takesToken({ access }: RouteFacts): boolean {
  return access === 'protected' || access === 'optional'
}

/** The responses with a status of their own, unless the route describes all that is not described with `default`. */
function failuresByStatus(facts: RouteFacts, responses: Record<string, Response>): Record<string, Response> {
  const shared = (name: string): Response => ({ $ref: `#/components/responses/${name}` })
  const isDescribed = (status: string) => status in responses || 'default' in responses
  return {
    ...(facts.takesInput && !('4XX' in responses) && { 400: shared('InvalidRequest') }),
    ...(takesToken(facts) && { 401: shared('Unauthorized') }),
    ...(!isDescribed('4XX') && { '4XX': shared('ClientError') }),
    ...(!isDescribed('5XX') && { '5XX': shared('ServerError') })
  }
}

/** The response of status 200 where a failure has that status as well. */
function withFailure(response: Response | undefined, contentType: string): Response {
  if (response === undefined)
    return { description: 'A failure', content: { [contentType]: { schema: failure } } }
  const { description, content = { [contentType]: { schema: {} } } } = response
  return {
    ...response,
    description: `${description}, or a failure: the body then has \`error\``,
    content: { ...content, [contentType]: orFailure(content[contentType]) }
  }
}

function orFailure(media: MediaType | undefined): MediaType {
  if (media === undefined) return { schema: failure }
  return { ...media, schema: { anyOf: [media.schema ?? {}, failure] } }
}

/** @fastify/swagger calls every response without a description this. */
function describe(response: Response, status: string): Response {
  if (response.description !== 'Default Response') return response
  return {
    ...response,
    description: STATUS_CODES[status] ?? (status.startsWith('2') ? 'Success' : 'Response')
  }
}

function mapResponses(
  responses: Record<string, Response>,
  map: (response: Response, status: string) => Response
): Record<string, Response> {
  return Object.fromEntries(Object.entries(responses).map(([status, one]) => [status, map(one, status)]))
}
