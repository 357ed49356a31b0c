import type { FastifyInstance, RouteHandlerMethod } from 'fastify'

/** Fastify's marks on an instance for what can be set only once; they have no public names. */
const canSetNotFoundHandler = 'fastify.canSetNotFoundHandler'
const errorHandlerAlreadySet = 'fastify.errorHandlerAlreadySet'

type ErrorHandler = Parameters<FastifyInstance['setErrorHandler']>[0]

/** Sets the handler of unknown routes, unless the app has one; one that the app sets later takes its place. */
export function offerNotFoundHandler(fastify: FastifyInstance, handler: RouteHandlerMethod): void {
  const mark = findMark(fastify, canSetNotFoundHandler)
  if (mark?.owner[mark.key] === false) return
  fastify.setNotFoundHandler(handler)
  if (mark !== undefined) mark.owner[mark.key] = true
}

/** Sets the error handler, unless the app has one; one that the app sets later comes first, and may throw to ours. */
export function offerErrorHandler(fastify: FastifyInstance, handler: ErrorHandler): void {
  const mark = findMark(fastify, errorHandlerAlreadySet)
  if (mark?.owner[mark.key] === true) return
  fastify.setErrorHandler(handler)
  if (mark !== undefined) mark.owner[mark.key] = false
}

/** The object with a mark: the instance, or the one that it inherits from. */
function findMark(
  instance: object | null,
  description: string
): { owner: Record<symbol, unknown>; key: symbol } | undefined {
  if (instance === null) return undefined
  const key = Object.getOwnPropertySymbols(instance).find((symbol) => symbol.description === description)
  if (key !== undefined) return { owner: instance as Record<symbol, unknown>, key }
  return findMark(Object.getPrototypeOf(instance), description)
}
