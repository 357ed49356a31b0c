import type { Message } from '@aws-sdk/client-sqs'

/** One message in flight: received, and neither deleted nor returned to its queue yet. */
export interface Delivery {
  readonly message: Message
  readonly id: string
  readonly receiptHandle: string
  /** Message group in a FIFO queue. */
  readonly group: string | undefined
  readonly receiveCount: number
  /** When it was received, on the clock of `performance.now()`. */
  readonly receivedAt: number
  /** When others can receive it again, on the clock of `performance.now()`; Infinity when that is unknown. */
  visibleAt: number
  /** The call in flight that extends its visibility timeout. */
  extending: Promise<void> | undefined
}

/** The delivery of a message that is hidden for `visibilityMs` from now. Groups of a standard queue have no order. */
export function deliver(message: Message, visibilityMs: number, fifo: boolean): Delivery {
  const receivedAt = performance.now()
  const { MessageId = '', ReceiptHandle = '', Attributes = {} } = message
  return {
    message,
    id: MessageId,
    receiptHandle: ReceiptHandle,
    group: fifo ? Attributes.MessageGroupId : undefined,
    receiveCount: Number(Attributes.ApproximateReceiveCount ?? 1),
    receivedAt,
    visibleAt: receivedAt + visibilityMs,
    extending: undefined
  }
}
