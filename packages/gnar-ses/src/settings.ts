import { credentialRules, defineAwsTable } from 'gnar-aws'
import { defineSettings } from 'gnar-env'

const table = defineAwsTable({
  service: 'SES',
  exampleEndpoint: 'http://127.0.0.1:8005',
  requestTimeoutMs: { default: 30_000, meaning: 'timeout of one attempt of at most three, in milliseconds' }
})

/** The plugin's options and variables: what is validated, typed, listed by `gnar env` and shown in the README. */
export const settings = defineSettings('gnar-ses', table, credentialRules)
