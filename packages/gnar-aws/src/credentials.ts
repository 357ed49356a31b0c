/** Credentials as the AWS SDK takes and returns them. */
export interface AwsCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
  readonly expiration?: Date
}

/** A credential provider of the AWS SDK, such as the result of `fromTemporaryCredentials({ … })`. */
export type AwsCredentialsProvider = () => Promise<AwsCredentials>

/** Whether a value can be passed to the SDK as `credentials`. */
export function isCredentials(value: unknown): boolean {
  if (typeof value === 'function') return true
  if (typeof value !== 'object' || value === null) return false
  const { accessKeyId, secretAccessKey } = value as Record<string, unknown>
  return typeof accessKeyId === 'string' && typeof secretAccessKey === 'string'
}
