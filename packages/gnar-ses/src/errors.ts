import { createError } from '@fastify/error'

/** `GNAR_ERR_SES_CREDENTIALS`: AWS refused the credentials, or there are none; `cause` is the SDK's error. */
export const CredentialsError = createError<'GNAR_ERR_SES_CREDENTIALS', 500, [string, string]>(
  'GNAR_ERR_SES_CREDENTIALS',
  'SES refused the credentials (%s): check %s',
  500
)

/** `GNAR_ERR_SES_THROTTLED`: SES accepts no more e-mails for now; `cause` is the SDK's error. */
export const ThrottledError = createError<'GNAR_ERR_SES_THROTTLED', 503, [string]>(
  'GNAR_ERR_SES_THROTTLED',
  "SES throttled the request (%s) in all three attempts: send more slowly, or raise the account's quota",
  503
)

/** `GNAR_ERR_SES_UNREACHABLE`: SES could not be reached or did not respond in time; `cause` is the SDK's error. */
export const UnreachableError = createError<'GNAR_ERR_SES_UNREACHABLE', 503, [string, string, string]>(
  'GNAR_ERR_SES_UNREACHABLE',
  'SES did not respond at %s (%s) in three attempts: check the network, %s',
  503
)
