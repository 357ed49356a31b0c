import { createHmac } from 'node:crypto'
import Fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify'
import type { Test } from 'tap'
import gnarJwt, { type GnarJwtOptions } from '../src/index.ts'

/** 32 bytes, so that production mode does not warn. */
export const secret = 'the gnarliest secret of the piste'

/** An app with the plugin that the test closes, and nothing of the real environment. */
export async function createApp(
  t: Test,
  options: GnarJwtOptions = {},
  server: FastifyServerOptions = {}
): Promise<FastifyInstance> {
  const fastify = Fastify(server)
  t.after(() => fastify.close())
  await fastify.register(gnarJwt, { secret, env: {}, ...options })
  return fastify
}

/** An app with a protected route `/`, which returns the identity and the claims. */
export async function createProtectedApp(
  t: Test,
  options: GnarJwtOptions = {},
  server: FastifyServerOptions = {}
): Promise<FastifyInstance> {
  const fastify = await createApp(t, options, server)
  fastify.get('/', { onRequest: fastify.authenticate }, async ({ identity, claims }) => ({
    identity,
    claims
  }))
  return fastify
}

/** Requests `/` with an Authorization header. */
export async function get(fastify: FastifyInstance, authorization?: string, url = '/') {
  return fastify.inject({ url, headers: authorization === undefined ? {} : { authorization } })
}

/** The fresh token of a response. */
export function freshToken({ headers }: { headers: Record<string, unknown> }): string | undefined {
  return headers.authorization?.toString().replace('Bearer ', '')
}

export function nowInSeconds(): number {
  return Math.floor(Date.now() / 1000)
}

/** Signs any payload with any header, the way a hostile or a foreign service would. */
export function forge(payload: unknown, header: object = {}, key = secret): string {
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload)
  return sign(`${encode(JSON.stringify({ alg: 'HS256', typ: 'JWT', ...header }))}.${encode(text)}`, key)
}

/** Two segments with their signature. */
export function sign(input: string, key = secret): string {
  return `${input}.${createHmac('sha256', key).update(input).digest('base64url')}`
}

export function encode(text: string | Buffer): string {
  return Buffer.from(text).toString('base64url')
}

/** The payload of a token, unchecked. */
export function payloadOf(token: string | undefined): Record<string, unknown> {
  return JSON.parse(Buffer.from(token?.split('.')[1] ?? '', 'base64url').toString())
}

/** Stops the clock for the rest of the test; the returned function moves it by some seconds. */
export function stopClock(t: Test): (seconds: number) => void {
  let now = Date.now()
  t.intercept(Date, 'now', { value: () => now })
  return (seconds) => {
    now += seconds * 1000
  }
}
