import { createError } from '@fastify/error'

/** `GNAR_ERR_METRICS_PORT`: the server for the metrics cannot listen; the cause says why. */
export const MetricsPortError = createError<'GNAR_ERR_METRICS_PORT', 500, [number, string, ErrorOptions]>(
  'GNAR_ERR_METRICS_PORT',
  'Metrics cannot be served on port %d: %s',
  500
)
