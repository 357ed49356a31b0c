import type { Json } from './claims.ts'

/**
 * The types of your app, declared once, so that no handler needs a cast:
 *
 * ```ts
 * declare module 'gnar-jwt' {
 *   interface GnarJwtTypes {
 *     identity: { id: number; roles: string[] }
 *     claims: { tenant: string }
 *   }
 * }
 * ```
 */
export interface GnarJwtTypes extends Record<never, never> {}

/** Type of an identity: what `GnarJwtTypes` says, else any JSON value. `request.identity` may be null as well. */
export type Identity = GnarJwtTypes extends { identity: infer Own } ? Own : Json

/** Type of your app's own claims: what `GnarJwtTypes` says. */
export type CustomClaims = GnarJwtTypes extends { claims: infer Own extends object } ? Own : object

/** What `createAccessToken` accepts as an identity. */
export type NewIdentity = NonNullable<GnarJwtTypes extends { identity: infer Own } ? Own : unknown>
