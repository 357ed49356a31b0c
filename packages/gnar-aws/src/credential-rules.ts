import type { Rule } from 'gnar-env'
import type { AwsSettings } from './settings.ts'

/** Ways to name credentials, of which only one can be used; each is known by its first setting. */
const sources = ['accessKeyId', 'credentials', 'profile'] as const

/** What must be true between the credential settings: whole keys, and one kind of credentials. */
export const credentialRules: readonly Rule<AwsSettings>[] = [
  requireOtherHalf('accessKeyId', 'secretAccessKey'),
  requireOtherHalf('secretAccessKey', 'accessKeyId'),
  {
    of: ['sessionToken', 'accessKeyId'],
    check: ({ sessionToken, accessKeyId }, { subject }) =>
      sessionToken !== undefined && accessKeyId === undefined
        ? `${subject('sessionToken')} needs the accessKeyId and the secretAccessKey that were issued with it`
        : undefined
  },
  {
    of: sources,
    check: (values, { subject }) => {
      const given = sources.filter((source) => values[source] !== undefined).map(subject)
      return given.length > 1 ? `${given.join(' and ')} cannot be combined: choose one` : undefined
    }
  }
]

type Half = 'accessKeyId' | 'secretAccessKey'

function requireOtherHalf(half: Half, other: Half): Rule<AwsSettings> {
  return {
    of: [half, other],
    check: (values, { subject }) =>
      values[half] === undefined && values[other] !== undefined
        ? `${subject(half)} is required because ${subject(other)} is set: set both halves of the key, or neither`
        : undefined
  }
}
