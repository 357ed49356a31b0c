import { Consumer } from 'sqs-consumer'
import { createClient } from '../../backends/sqs-client.ts'
import type { StartPart } from '../../scenario.ts'
import { handle } from './handle.ts'

/** sqs-consumer's fastest setup: ten messages at a time, a handler per message (a handler per batch is slower). */
const start: StartPart = async ({ facts }) => {
  const consumer = Consumer.create({
    queueUrl: facts.queueUrl ?? '',
    sqs: createClient(facts),
    batchSize: 10,
    async handleMessage(message) {
      await handle()
      return message
    }
  })
  consumer.on('error', fail)
  consumer.on('processing_error', fail)
  consumer.start()
  return {}
}

function fail(error: Error): never {
  throw error
}

export default start
