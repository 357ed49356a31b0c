import t from 'tap'
import { declareFailures, failures } from './failing-routes.ts'
import { start } from './servers.ts'

t.test(
  'E3 style gnar sends the status of style http in the header x-gnar-status, other styles no such header',
  async (t) => {
    const statuses = await Promise.all(
      (['gnar', 'http'] as const).map(async (style) => {
        const { fastify } = await start(t, { style })
        declareFailures(fastify)
        const sent: [string, unknown, unknown][] = []
        for (const [title, request] of Object.entries(failures)) {
          const { statusCode, headers } = await fastify.inject(request)
          sent.push([title, statusCode, headers['x-gnar-status']])
        }
        return sent
      })
    )
    const [gnar = [], http = []] = statuses
    t.strictSame(
      gnar,
      http.map(([title, status]) => [title, 200, String(status)])
    )
    t.ok(http.every(([, , header]) => header === undefined))
  }
)
