import type { JWT } from '@fastify/jwt'
import type { FastifyInstance } from 'fastify'
import type { PluginValues } from 'gnar-env'
import type { settings } from './settings.ts'

type Values = PluginValues<typeof settings>

/** What @fastify/jwt does with one secret. */
export type SecretUser = Pick<JWT, 'sign' | 'verify'>

/** RFC 7518, section 3.2: a key for HS256 must be no shorter than its hash. */
const shortestSecretBytes = 32

/**
 * Registers @fastify/jwt once per secret, since it takes no list: the first is `fastify.jwt`, the others have a namespace.
 *
 * @returns one user per secret, the one that signs first
 */
export async function registerSecrets(
  fastify: FastifyInstance,
  values: Values
): Promise<[SecretUser, ...SecretUser[]]> {
  const [current, ...previous] = listSecrets(values)
  const { default: fastifyJwt } = await import('@fastify/jwt')
  const options = jwtOptions(values)
  await fastify.register(fastifyJwt, { ...options, secret: current })
  for (const [index, secret] of previous.entries()) {
    await fastify.register(fastifyJwt, { ...options, secret, namespace: namespaceOf(index) })
  }
  const namespaces = fastify.jwt as unknown as Record<string, JWT>
  return [fastify.jwt, ...previous.map((_, index) => namespaces[namespaceOf(index)] as JWT)]
}

/** Warns in production of secrets that can be guessed from any token. */
export function warnOfShortSecrets({ log }: FastifyInstance, values: Values): void {
  if (!values.production) return
  const shortest = Math.min(...listSecrets(values).map((secret) => Buffer.byteLength(secret)))
  if (shortest >= shortestSecretBytes) return
  log.warn(
    `A JWT secret has ${shortest} bytes and can be guessed from any token: set ${values.envPrefix}_JWT_SECRET_KEY to at least ${shortestSecretBytes} random bytes`
  )
}

function listSecrets({ secret, previousSecret }: Values): [string, ...string[]] {
  const secrets = [secret, previousSecret ?? []].flat()
  return [...new Set(secrets)] as [string, ...string[]]
}

/** Whoever calls `request.jwtVerify()` directly gets what @fastify/jwt can check of what this package does. */
function jwtOptions({ issuer, audience, clockToleranceSeconds }: Values) {
  const requiredClaims = [
    'exp',
    ...(issuer === undefined ? [] : ['iss']),
    ...(audience === undefined ? [] : ['aud'])
  ]
  return {
    sign: { algorithm: 'HS256' as const },
    verify: {
      algorithms: ['HS256' as const],
      clockTolerance: clockToleranceSeconds * 1000,
      requiredClaims,
      ...(issuer !== undefined && { allowedIss: issuer }),
      ...(audience !== undefined && { allowedAud: audience })
    }
  }
}

function namespaceOf(index: number): string {
  return `gnarPrevious${index}`
}
