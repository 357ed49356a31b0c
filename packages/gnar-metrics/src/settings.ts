import { custom, defineSettings, flag, integer, text } from 'gnar-env'

const table = {
  /** Path of the metrics. Default `/metrics`. */
  path: custom<string>()({
    default: '/metrics',
    meaning: 'path of the metrics',
    check: (value) =>
      typeof value === 'string' && value.startsWith('/') ? undefined : 'must be a path that starts with /'
  }),
  /** Port of a server for the metrics alone; 0 for any free one. Default: they are served on the app's own port. */
  port: integer({
    variable: 'METRICS_PORT',
    min: 0,
    max: 65_535,
    meaning: "port of a server for the metrics alone; without it, they are served on the app's own port"
  }),
  /** Address of that server. Default: all, IPv6 and IPv4, in production; `127.0.0.1` in development. */
  host: text({ meaning: 'address of that server' }),
  /** Upper bounds of the request histogram's buckets, in seconds, ascending. */
  buckets: custom<readonly number[]>()({
    default: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    meaning: "upper bounds of the request histogram's buckets, in seconds",
    check: (value) => (isAscending(value) ? undefined : 'must be a list of ascending numbers above 0')
  }),
  /** Labels of every metric, such as `{ service: 'piste' }`. Default none: Prometheus adds job and instance. */
  labels: custom<Readonly<Record<string, string>>>()({
    meaning: 'labels of every metric',
    check: (value) =>
      isLabels(value) ? undefined : "must be an object of texts, such as { service: 'piste' }"
  }),
  /** Write OpenMetrics, with exemplars that link a request histogram's buckets to traces. Default false. */
  openMetrics: flag({
    default: false,
    meaning: 'write OpenMetrics, with exemplars, not the Prometheus format'
  })
}

/** The plugin's options and variables: what is validated, typed, listed by `gnar env` and shown in the README. */
export const settings = defineSettings('gnar-metrics', table)

function isAscending(value: unknown): boolean {
  if (!Array.isArray(value) || value.length === 0) return false
  return value.every(
    (bound, index) => typeof bound === 'number' && bound > (index === 0 ? 0 : value[index - 1])
  )
}

function isLabels(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).every(([name, text]) => /^[a-z]\w*$/i.test(name) && typeof text === 'string')
}
