import { SQS } from '@aws-sdk/client-sqs'
import type { Facts } from '../scenario.ts'

/** A client of the backend. */
export function createClient(facts: Facts): SQS {
  // Otherwise the SDK warns each process that its releases of 2027 will need Node 22.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true'
  return new SQS({
    region: facts.GNAR_SQS_REGION_NAME ?? '',
    endpoint: facts.GNAR_SQS_ENDPOINT ?? '',
    credentials: {
      accessKeyId: facts.GNAR_SQS_ACCESS_KEY_ID ?? '',
      secretAccessKey: facts.GNAR_SQS_SECRET_ACCESS_KEY ?? ''
    }
  })
}
