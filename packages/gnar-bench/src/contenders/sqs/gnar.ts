import Fastify from 'fastify'
import gnarSqs from 'gnar-sqs'
import type { StartPart } from '../../scenario.ts'
import { handle } from './handle.ts'

/** An app with one poll. */
const start: StartPart<{ maxNumberOfMessages?: number; concurrency?: number }> = async ({
  options,
  facts
}) => {
  const app = Fastify()
  await app.register(gnarSqs, {
    env: facts,
    polls: { queueName: facts.queueName ?? '', waitTimeSeconds: 20, callback: handle, ...options }
  })
  await app.ready()
  return {}
}

export default start
