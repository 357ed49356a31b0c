import { createError } from '@fastify/error'

/** `GNAR_ERR_HEALTH_CHECK`: a check was added with an invalid name or option. */
export const HealthCheckError = createError<'GNAR_ERR_HEALTH_CHECK', 500, [string, string]>(
  'GNAR_ERR_HEALTH_CHECK',
  'Health check "%s": %s',
  500
)
