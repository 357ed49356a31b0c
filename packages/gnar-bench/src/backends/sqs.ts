import { startLocal } from 'gnar-local'
import type { Part } from '../scenario.ts'

/** An SQS server. */
export default async function start(): Promise<Part> {
  const local = await startLocal({ sqs: true })
  return { facts: local.env, stop: () => local.stop() }
}
