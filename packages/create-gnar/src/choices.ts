/** What a service can have, each with a flag: `--queue` or `--no-queue`. */
export const features = {
  postgres: { default: true, question: 'Postgres?', meaning: 'a database with a first migration' },
  tokens: {
    default: true,
    question: 'Protected routes with tokens (JWT)?',
    meaning: 'routes protected by tokens (JWT)'
  },
  queue: { default: true, question: 'A queue (Amazon SQS)?', meaning: 'a typed queue on Amazon SQS' },
  mail: { default: false, question: 'E-mail (Amazon SES)?', meaning: 'e-mail through Amazon SES' },
  openapi: {
    default: true,
    question: 'An OpenAPI document in production, too?',
    meaning: 'an OpenAPI document and page, in production too'
  },
  metrics: { default: true, question: 'Prometheus metrics?', meaning: 'Prometheus metrics' }
} as const

export type Feature = keyof typeof features

export const featureNames = Object.keys(features) as Feature[]

/** What has more answers than yes and no: the first one is the default. */
export const alternatives = {
  language: {
    question: 'Language?',
    meaning: 'language of the service',
    values: ['typescript', 'javascript']
  },
  tests: { question: 'Tests with?', meaning: 'runner of the tests', values: ['tap', 'node-test'] }
} as const

export const alternativeNames = Object.keys(alternatives) as (keyof typeof alternatives)[]

/** Why a value cannot be chosen; undefined if it can, or if nothing is chosen. */
export function alternativeProblem(name: keyof typeof alternatives, value: unknown): string | undefined {
  const values: readonly unknown[] = alternatives[name].values
  if (value === undefined || values.includes(value)) return undefined
  return `${name} must be ${values.join(' or ')}, not "${value}"`
}

/** A service to generate. */
export interface Choices extends Record<Feature, boolean> {
  /** Name of the npm package, which is also the name of the service. */
  name: string
  language: (typeof alternatives.language.values)[number]
  tests: (typeof alternatives.tests.values)[number]
}

export const defaults: Omit<Choices, 'name'> = {
  language: alternatives.language.values[0],
  tests: alternatives.tests.values[0],
  ...(Object.fromEntries(featureNames.map((name) => [name, features[name].default])) as Record<
    Feature,
    boolean
  >)
}
