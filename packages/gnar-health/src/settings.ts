import { choice, custom, defineSettings } from 'gnar-env'

const table = {
  /** Path of the liveness probe: whether the process responds at all. Default `/health/live`. */
  livePath: path({ default: '/health/live', meaning: 'path of the liveness probe' }),
  /** Path of the readiness probe: whether it should receive requests. Default `/health/ready`. */
  readyPath: path({ default: '/health/ready', meaning: 'path of the readiness probe' }),
  /** Path of the startup probe: whether the app has started. Default `/health/startup`. */
  startupPath: path({ default: '/health/startup', meaning: 'path of the startup probe' }),
  /** When the app counts as started: once Fastify is `ready` (default), or at `fastify.health.markStarted()`. */
  startedWhen: choice(['ready', 'marked'], {
    default: 'ready',
    meaning: 'when the app counts as started: once Fastify is ready, or at fastify.health.markStarted()'
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
