import type { FastifyInstance, FastifyReply, RouteGenericInterface } from 'fastify'
import fp from 'fastify-plugin'
import { type PluginOptions, readSettings } from 'gnar-env'
import { HealthCheckError } from './errors.ts'
import { createHealthCheck, type HealthCheck, type HealthCheckOptions, type Reason } from './health-check.ts'
import { settings } from './settings.ts'

export { HealthCheckError } from './errors.ts'
export type { HealthCheck, HealthCheckOptions } from './health-check.ts'
export { settings } from './settings.ts'

/** Options of the plugin, see the README's table. */
export type GnarHealthOptions = PluginOptions<typeof settings>

declare module 'fastify' {
  interface FastifyInstance {
    /**
     * Makes readiness depend on something.
     *
     * @param name what a failing probe lists, such as `database`; once per app
     * @param check passes unless it throws, rejects or exceeds `timeoutMs`; should stop when its signal is aborted
     * @throws HealthCheckError when the name is taken or an option is not a number of milliseconds
     */
    addHealthCheck(name: string, check: HealthCheck, options?: HealthCheckOptions): void
    /** Lifecycle state that only the app knows. */
    health: {
      /** The app has started: `/health/startup` returns 200 from now on. */
      markStarted(): void
      /** Shutdown has begun: `/health/ready` returns 503 from now on. */
      markClosing(): void
    }
  }
}

/** Adds the three probes, `addHealthCheck` and `health`. */
async function plugin(fastify: FastifyInstance, options: GnarHealthOptions): Promise<void> {
  const { livePath, readyPath, startupPath, startedWhen, production } = readSettings(settings, options)
  const checks = new Map<string, () => Promise<Reason>>()
  let state: 'starting' | 'started' | 'closing' = 'starting'

  const markStarted = () => {
    if (state === 'starting') state = 'started'
  }
  const markClosing = () => {
    state = 'closing'
  }
  fastify.decorate('health', { markStarted, markClosing })
  fastify.decorate('addHealthCheck', (name: string, check: HealthCheck, times: HealthCheckOptions = {}) => {
    if (checks.has(name)) throw new HealthCheckError(name, 'the name is already taken; use another')
    for (const [option, value] of Object.entries(times)) {
      if (value === undefined || value >= 0) continue
      throw new HealthCheckError(name, `${option} must be a number of milliseconds of at least 0`)
    }
    checks.set(
      name,
      createHealthCheck(check, times, (reason) => {
        if (reason === undefined) return fastify.log.info(`Health check "${name}" has recovered`)
        fastify.log.warn(`Health check "${name}" is failing: ${reason}`)
      })
    )
  })

  if (startedWhen === 'ready') fastify.addHook('onReady', async () => markStarted())
  fastify.addHook('preClose', async () => markClosing())

  probe(fastify, livePath, async () => ({ status: 'live' }))
  probe(fastify, startupPath, async (reply) => {
    if (state !== 'starting') return { status: 'started' }
    return unavailable(reply, { status: 'starting' })
  })
  probe(fastify, readyPath, async (reply) => {
    if (state !== 'started') return unavailable(reply, { status: state })
    const reasons = await failing(checks)
    if (reasons.length === 0) return { status: 'ready' }
    const names = reasons.map(([name]) => name)
    return unavailable(reply, {
      status: 'not ready',
      failing: names,
      ...(!production && { reasons: Object.fromEntries(reasons) })
    })
  })
}

/** A route without request lines in the log, which gnar-jwt keeps public even under a hook of a whole scope. */
function probe(fastify: FastifyInstance, path: string, respond: (reply: FastifyReply) => Promise<object>) {
  const config = { public: true }
  fastify.get<RouteGenericInterface, typeof config>(path, { logLevel: 'silent', config }, (_request, reply) =>
    respond(reply.header('cache-control', 'no-store'))
  )
}

function unavailable(reply: FastifyReply, body: object): object {
  reply.code(503)
  return body
}

async function failing(checks: ReadonlyMap<string, () => Promise<Reason>>): Promise<[string, string][]> {
  const outcomes = await Promise.all([...checks].map(async ([name, run]) => [name, await run()] as const))
  return outcomes.flatMap(([name, reason]) => (reason === undefined ? [] : [[name, reason]]))
}

export const gnarHealth = fp(plugin, {
  name: 'gnar-health',
  fastify: '5.x'
})
export default gnarHealth
