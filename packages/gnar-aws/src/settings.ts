import { custom, dayMs, integer, text, type ValuesOf } from 'gnar-env'
import { type AwsCredentials, type AwsCredentialsProvider, isCredentials } from './credentials.ts'

/** What differs between the settings of two AWS services. */
export interface AwsService {
  /** The service's name, with which its variables start: `SES` reads `SES_REGION_NAME` after the prefix. */
  service: string
  /** An emulator's address, for error messages. */
  exampleEndpoint: string
  requestTimeoutMs: {
    /** Milliseconds. */
    default: number
    meaning: string
  }
}

/** The settings that every AWS service has. */
export type AwsSettings = ReturnType<typeof defineAwsTable>

/** The values of these settings once read. */
export type AwsValues = Readonly<ValuesOf<AwsSettings>>

/**
 * The table rows that every AWS service has: region, credentials, endpoint and timeouts. The rules between them are
 * `credentialRules`.
 */
export function defineAwsTable({ service, exampleEndpoint, requestTimeoutMs }: AwsService) {
  return {
    /** AWS region; required at first use. Falls back to `AWS_REGION`. */
    regionName: custom<string>()({
      variable: `${service}_REGION_NAME`,
      fallbackVariable: 'AWS_REGION',
      required: 'at use',
      meaning: `AWS region of ${service}`,
      example: 'eu-west-1',
      check: (value) =>
        /^[a-z0-9-]+$/.test(String(value)) ? undefined : 'must be lower-case letters, digits and hyphens'
    }),
    /** Access key ID. Without credentials of any kind, the SDK's default credential chain applies. */
    accessKeyId: text({
      variable: `${service}_ACCESS_KEY_ID`,
      secret: true,
      meaning: 'access key ID; without it the default credential chain of the SDK applies',
      example: '<access key id>'
    }),
    /** Secret of the access key. */
    secretAccessKey: text({
      variable: `${service}_SECRET_ACCESS_KEY`,
      secret: true,
      meaning: 'secret of the access key',
      example: '<secret access key>'
    }),
    /** Session token of temporary keys. */
    sessionToken: text({
      variable: `${service}_SESSION_TOKEN`,
      secret: true,
      meaning: 'session token of temporary keys',
      example: '<session token>'
    }),
    /** Credentials, or an SDK provider such as `fromTemporaryCredentials({ … })`, in place of keys. */
    credentials: custom<AwsCredentials | AwsCredentialsProvider>()({
      secret: true,
      meaning: 'credentials, or a credential provider of the SDK',
      check: (value) =>
        isCredentials(value)
          ? undefined
          : 'must be a credential provider function or { accessKeyId, secretAccessKey, sessionToken }'
    }),
    /** Profile of the shared AWS configuration files, in place of keys. */
    profile: text({
      variable: `${service}_PROFILE`,
      meaning: 'profile of the shared AWS configuration files',
      example: 'staging'
    }),
    /** URL of an emulator in place of AWS. */
    endpoint: custom<string>()({
      variable: `${service}_ENDPOINT`,
      meaning: 'URL of an emulator in place of AWS',
      example: exampleEndpoint,
      check: (value) => (isHttpUrl(value) ? undefined : 'must be a URL that starts with http:// or https://')
    }),
    /** Timeout of opening a connection, in milliseconds. Default 5000; the SDK has none. */
    connectTimeoutMs: integer({
      min: 1,
      max: dayMs,
      default: 5000,
      meaning: 'timeout of opening a connection, in milliseconds'
    }),
    /** Timeout of one attempt at a request, in milliseconds; the SDK has none. */
    requestTimeoutMs: integer({ min: 1, max: dayMs, ...requestTimeoutMs })
  }
}

function isHttpUrl(value: unknown): boolean {
  return typeof value === 'string' && /^https?:\/\//i.test(value) && URL.canParse(value)
}
