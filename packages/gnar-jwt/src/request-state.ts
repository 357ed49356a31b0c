import type { Session } from './token-verifier.ts'

/** The session that a request authenticated with. */
export const kSession: unique symbol = Symbol('session of gnar-jwt')

/** Whether the handler called `reply.endSession()`. */
export const kSessionEnded: unique symbol = Symbol('session ended')

declare module 'fastify' {
  interface FastifyRequest {
    [kSession]: Session | null
    [kSessionEnded]: boolean
  }
}
