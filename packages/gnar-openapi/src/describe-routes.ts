import type { SwaggerTransform, SwaggerTransformObject } from '@fastify/swagger'
import type { FastifySchema } from 'fastify'
import type { Definitions } from './definitions.ts'
import type { Json, OpenApiDocument, Operation } from './document.ts'
import { addFailures, type FailureFormat, failureComponents, takesToken } from './failure-responses.ts'
import type { RouteFacts } from './route-facts.ts'

type Route = Parameters<SwaggerTransform>[0]['route']

/** Carries the facts of a route through @fastify/swagger to its operation. */
const kFacts = 'x-gnar-openapi-facts'

/** The scheme of gnar-jwt's tokens. */
export const bearerScheme = {
  type: 'http',
  scheme: 'bearer',
  bearerFormat: 'JWT',
  description: 'Token from the `Authorization` header of a response, without the word Bearer'
} as const

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']

/** What @fastify/swagger asks for each route. */
export function transformRoute(
  factsOf: (route: Route) => RouteFacts,
  definitions: Definitions
): SwaggerTransform {
  return ({ schema = {}, route }) => {
    const facts = factsOf(route)
    const { url } = facts
    if (facts.hidden) return { schema: { hide: true }, url }
    const described = {
      tags: facts.tags,
      ...(takesToken(facts) && { security: securityOf(facts) }),
      ...withoutDefinitions(schema, definitions),
      [kFacts]: facts
    }
    return { schema: described as FastifySchema, url }
  }
}

/** What @fastify/swagger asks for the whole document. */
export function transformDocument(
  definitions: Definitions,
  formatOf: () => FailureFormat
): SwaggerTransformObject {
  return (given) => {
    const format = formatOf()
    const document = (given as unknown as { openapiObject: OpenApiDocument }).openapiObject
    const found = Object.values(document.paths).flatMap((path) => {
      for (const method of Object.keys(path)) if (!methods.includes(method)) delete path[method]
      return Object.values(path)
    })
    // Methods of one route share an operation.
    const operations = [...new Set(found)]
    const usesTokens = operations.map((operation) => complete(operation, format)).includes(true)
    const { schemas, responses, headers, securitySchemes, ...components } = document.components
    const shared = failureComponents(format)
    const { bearer: _bearer, ...otherSchemes } = securitySchemes ?? {}
    const schemes = usesTokens ? securitySchemes : otherSchemes
    return definitions.complete({
      ...document,
      components: {
        ...components,
        ...notEmpty('securitySchemes', schemes),
        ...notEmpty('headers', { ...(usesTokens && shared.headers), ...headers }),
        ...notEmpty('responses', { ...shared.responses, ...responses }),
        schemas: { ...shared.schemas, ...schemas }
      }
    }) as ReturnType<SwaggerTransformObject>
  }
}

/** @returns whether the operation takes a token */
function complete(operation: Operation, format: FailureFormat): boolean {
  const facts = operation[kFacts] as RouteFacts
  delete operation[kFacts]
  addFailures(operation, facts, format)
  return takesToken(facts)
}

function securityOf({ access }: RouteFacts): Record<string, string[]>[] {
  return access === 'optional' ? [{ bearer: [] }, {}] : [{ bearer: [] }]
}

function withoutDefinitions(schema: FastifySchema, definitions: Definitions): FastifySchema {
  const { body, querystring, params, headers, response } = schema as Record<string, Json | undefined>
  const copy = (part: Json | undefined) => part && definitions.extract({ ...part, $id: undefined })
  const parts = {
    body: body && definitions.extract(body),
    querystring: copy(querystring),
    params: copy(params),
    headers: copy(headers),
    response:
      response &&
      Object.fromEntries(
        Object.entries(response).map(([status, one]) => [status, extractResponse(one, definitions)])
      )
  }
  return { ...schema, ...Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined)) }
}

/** What @fastify/swagger reads of a response's schema stays with the response when the schema becomes a component. */
function extractResponse(schema: unknown, definitions: Definitions): unknown {
  const { description, headers, 'x-response-description': title } = Object(schema) as Json
  const extracted = definitions.extract(schema)
  if (typeof extracted !== 'object' || extracted === null) return extracted
  return {
    ...extracted,
    ...(description !== undefined && { description }),
    ...(headers !== undefined && { headers }),
    ...(title !== undefined && { 'x-response-description': title })
  }
}

function notEmpty(name: string, part: Json | undefined): Record<string, Json> {
  return part === undefined || Object.keys(part).length === 0 ? {} : { [name]: part }
}
