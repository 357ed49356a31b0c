import type { JWT } from '@fastify/jwt'
import type { FastifyInstance } from 'fastify'
import type { PluginValues } from 'gnar-env'
import type { settings } from './settings.ts'

type Values = PluginValues<typeof settings>

/** What @fastify/jwt does with one secret. */
export type SecretUser = Pick<JWT, 'sign' | 'verify'>

/** RFC 7518, section 3.2: a key for HS256 must be at least as long as the hash. */
const shortestSecretBytes = 32

/**
 * Registers @fastify/jwt once per secret, since it accepts only one: the first is `fastify.jwt`, the others have a
 * namespace.
 *
 * @returns one user per secret; the first one signs
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

/** Warns of secrets that are easy to guess, or that other services are likely to read differently. */
export function warnOfWeakSecrets({ log }: FastifyInstance, values: Values): void {
  const variable = `${values.envPrefix}_JWT_SECRET_KEY`
  const shortest = Math.min(...listSecrets(values).map((secret) => Buffer.byteLength(secret)))
  if (shortest < shortestSecretBytes) {
    log.warn(
      `The JWT secret is only ${shortest} bytes long, so anyone with a token can brute-force it: set ${variable} to at least ${shortestSecretBytes} random bytes (openssl rand -base64 32)`
    )
  }
  for (const [name, secrets] of Object.entries({
    [variable]: [values.secret].flat(),
    [`${variable}_PREVIOUS`]: [values.previousSecret ?? []].flat()
  })) {
    if (secrets.every((secret) => secret === secret.trimEnd())) continue
    log.warn(
      `${name} ends in white space, such as the newline of a file, which is part of the secret: remove it, or make sure that every service has it`
    )
  }
}

function listSecrets({ secret, previousSecret }: Values): [string, ...string[]] {
  const secrets = [secret, previousSecret ?? []].flat()
  return [...new Set(secrets)] as [string, ...string[]]
}

/** Makes a direct call of `request.jwtVerify()` check as much as @fastify/jwt can. */
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
