import { createError } from '@fastify/error'

/** `GNAR_ERR_LOCAL_SERVER`: a local server failed to start; the message has its name and its own output. */
export const LocalServerError = createError<'GNAR_ERR_LOCAL_SERVER', 500, [string, string]>(
  'GNAR_ERR_LOCAL_SERVER',
  'The local %s failed to start: %s',
  500
)
