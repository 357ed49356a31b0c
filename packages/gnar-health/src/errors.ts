import createError from '@fastify/error'

/** `GNAR_ERR_HEALTH_CHECK`: a check was added in a way that cannot work. */
export const HealthCheckError = createError<'GNAR_ERR_HEALTH_CHECK', 500, [string, string]>(
  'GNAR_ERR_HEALTH_CHECK',
  'health check %s: %s',
  500
)
