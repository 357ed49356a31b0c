import { createError } from '@fastify/error'

/** `GNAR_ERR_CREATE_USAGE`: a flag, a name or a folder that cannot be used; the message says why. */
export const UsageError = createError<'GNAR_ERR_CREATE_USAGE', 500, [string]>(
  'GNAR_ERR_CREATE_USAGE',
  '%s',
  500
)

/** `GNAR_ERR_CREATE_INSTALL`: `npm install` of the new service failed. */
export const InstallError = createError<'GNAR_ERR_CREATE_INSTALL', 500, [string]>(
  'GNAR_ERR_CREATE_INSTALL',
  'npm install failed in %s; the service is complete, run npm install there again',
  500
)
