import createError from '@fastify/error'

/** `GNAR_ERR_LOCAL_SERVER`: a local server did not start; the message says which, and what it said itself. */
export const LocalServerError = createError<'GNAR_ERR_LOCAL_SERVER', 500, [string, string]>(
  'GNAR_ERR_LOCAL_SERVER',
  'the local %s did not start: %s',
  500
)
