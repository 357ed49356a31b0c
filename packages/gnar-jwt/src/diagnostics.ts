import { channel } from 'node:diagnostics_channel'
import type { FastifyRequest } from 'fastify'

/** Event of the channel `gnar-jwt:refusal`: `authenticate` refused a request. The token is not part of it. */
export interface JwtRefusalEvent {
  /** Code of the error, such as `GNAR_ERR_JWT_EXPIRED`. */
  readonly code: string
  readonly method: string
  /** Pattern of the route, such as `/user/:id`; undefined for an unknown path. */
  readonly route: string | undefined
}

const refusalChannel = channel('gnar-jwt:refusal')

/** Publishes why a request is refused, and throws the reason. */
export function refuse(request: FastifyRequest, error: unknown): never {
  if (refusalChannel.hasSubscribers) {
    const { code = 'Error' } = Object(error) as { code?: string }
    const event: JwtRefusalEvent = { code, method: request.method, route: request.routeOptions.url }
    refusalChannel.publish(event)
  }
  throw error
}
