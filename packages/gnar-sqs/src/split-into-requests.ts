import type { SendMessageBatchRequestEntry } from '@aws-sdk/client-sqs'

/** Maximum number of entries that SQS accepts in one request. */
export const maxEntries = 10

/** Splits messages, in order, into requests that SQS accepts; messages that fit in no request are separate. */
export function splitIntoRequests(entries: readonly SendMessageBatchRequestEntry[], maxBytes: number) {
  const requests: SendMessageBatchRequestEntry[][] = []
  const tooLong: SendMessageBatchRequestEntry[] = []
  let request: SendMessageBatchRequestEntry[] = []
  let bytes = 0
  for (const entry of entries) {
    const size = sizeOf(entry)
    if (size > maxBytes) {
      tooLong.push(entry)
      continue
    }
    if (request.length === 0 || request.length === maxEntries || bytes + size > maxBytes) {
      request = []
      bytes = 0
      requests.push(request)
    }
    request.push(entry)
    bytes += size
  }
  return { requests, tooLong }
}

/** A message's size as SQS counts it: the body, and the name, type and value of each attribute. */
function sizeOf({ MessageBody = '', MessageAttributes = {} }: SendMessageBatchRequestEntry): number {
  const attributes = Object.entries(MessageAttributes).map(
    ([name, { DataType = '', StringValue = '', BinaryValue }]) =>
      Buffer.byteLength(name) +
      Buffer.byteLength(DataType) +
      Buffer.byteLength(StringValue) +
      (BinaryValue?.byteLength ?? 0)
  )
  return Buffer.byteLength(MessageBody) + attributes.reduce((sum, size) => sum + size, 0)
}
