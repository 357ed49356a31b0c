/** The steps of an app, in their order. */
export const stepNames = [
  'configureLogger',
  'preconfig',
  'configureErrorhandler',
  'configureArgon2',
  'configureDatabase',
  'configureJwt',
  'configurePeer',
  'configureSes',
  'configureSqs',
  'configureCors',
  'configureHealth',
  'configureRoutes',
  'configureSqsPolls',
  'postconfig'
] as const

export type StepName = (typeof stepNames)[number]
