import { createError } from '@fastify/error'

/** `GNAR_ERR_NOT_FOUND`: no route has this method and path. */
export const NotFoundError = createError<'GNAR_ERR_NOT_FOUND', 404, [string, string]>(
  'GNAR_ERR_NOT_FOUND',
  'Route %s:%s not found, check the method and the path',
  404
)

/** `GNAR_ERR_HOST`: an HTTP/1.1 request has more than one `Host` header. */
export const HostError = createError<'GNAR_ERR_HOST', 400, []>(
  'GNAR_ERR_HOST',
  'The request has more than one Host header, send exactly one',
  400
)

/** `GNAR_ERR_EMPTY_REPLY`: a handler resolved to undefined without having sent anything. */
export const EmptyReplyError = createError<'GNAR_ERR_EMPTY_REPLY', 500, [string, string]>(
  'GNAR_ERR_EMPTY_REPLY',
  'The handler of %s %s resolved to undefined; return a value, throw httpError(404, …), or set reply.code(204)',
  500
)

/** `GNAR_ERR_ABORTED`: the client closed the connection before its request was complete. */
export const AbortedError = createError<'GNAR_ERR_ABORTED', 400, []>(
  'GNAR_ERR_ABORTED',
  'The client closed the connection before the request was complete, send it again',
  400
)

/** `GNAR_ERR_THROWN`: a non-Error value was thrown. */
export const ThrownError = createError<'GNAR_ERR_THROWN', 500, [string]>(
  'GNAR_ERR_THROWN',
  'A non-Error value was thrown: %s; throw an Error to keep the stack',
  500
)

/** `GNAR_ERR_HTTP_STATUS`: `httpError` was given a status outside 400 to 599. */
export const HttpStatusError = createError<'GNAR_ERR_HTTP_STATUS', 500, [string]>(
  'GNAR_ERR_HTTP_STATUS',
  'httpError takes a status from 400 to 599, not %s; send any other response with reply.code(…).send(…)',
  500
)

/** `GNAR_ERR_ROUTES_EXIST`: routes were declared before gnar-errors and would keep Fastify's error handler. */
export const RoutesExistError = createError<'GNAR_ERR_ROUTES_EXIST', 500, []>(
  'GNAR_ERR_ROUTES_EXIST',
  'Routes declared before gnar-errors keep Fastify\'s error handler; put "await fastify.register(gnarErrors)" above them',
  500
)
