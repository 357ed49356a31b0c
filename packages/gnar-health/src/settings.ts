import { choice, custom, defineSettings } from 'gnar-env'

const table = {
  /** Path of the probe that tells whether the process answers at all. Default `/health/live`. */
  livePath: path({ default: '/health/live', meaning: 'path of the liveness probe' }),
  /** Path of the probe that tells whether requests should be sent. Default `/health/ready`. */
  readyPath: path({ default: '/health/ready', meaning: 'path of the readiness probe' }),
  /** Path of the probe that tells whether the start is over. Default `/health/startup`. */
  startupPath: path({ default: '/health/startup', meaning: 'path of the startup probe' }),
  /** What ends the start: Fastify being `ready` (default), or a call of `fastify.health.markStarted()`. */
  startedWhen: choice(['ready', 'marked'], {
    default: 'ready',
    meaning: 'what ends the start: Fastify being ready, or a call of fastify.health.markStarted()'
  })
}

/** The plugin's options: what is validated, typed and shown in the README. */
export const settings = defineSettings('gnar-health', table)

function path(row: { default: string; meaning: string }) {
  return custom<string>()({
    ...row,
    check: (value) =>
      typeof value === 'string' && value.startsWith('/') ? undefined : 'must be a path that starts with /'
  })
}
