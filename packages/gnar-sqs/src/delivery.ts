import type { Message } from '@aws-sdk/client-sqs'

/** One message in hand: received, and neither deleted nor given back yet. */
export interface Delivery {
  readonly message: Message
  readonly id: string
  readonly receiptHandle: string
  /** Message group in a FIFO queue. */
  readonly group: string | undefined
  readonly receiveCount: number
  /** When others can receive it again, on the clock of `performance.now()`; Infinity when that is not known. */
  visibleAt: number
  /** The call under way that keeps it hidden. */
  extending: Promise<void> | undefined
}

/** Takes a message in hand; `visibilityMs` counts from now. The groups of a standard queue have no order to keep. */
export function deliver(message: Message, visibilityMs: number, fifo: boolean): Delivery {
  const { MessageId = '', ReceiptHandle = '', Attributes = {} } = message
  return {
    message,
    id: MessageId,
    receiptHandle: ReceiptHandle,
    group: fifo ? Attributes.MessageGroupId : undefined,
    receiveCount: Number(Attributes.ApproximateReceiveCount ?? 1),
    visibleAt: performance.now() + visibilityMs,
    extending: undefined
  }
}
