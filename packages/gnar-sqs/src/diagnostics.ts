import { channel, tracingChannel } from 'node:diagnostics_channel'
import type { TracedEvent } from 'gnar-env'
import type { ReceivedTraceContext } from './trace-context.ts'

/** Event of the tracing channel `gnar-sqs:message`: one message, while its callback runs. */
export interface SqsMessageEvent extends TracedEvent {
  readonly queueName: string
  readonly messageId: string
  /** How often the message was received, this time included. */
  readonly receiveCount: number
  /** W3C trace context of the sender; undefined without one, and unless `traceContext` is set. */
  readonly trace: ReceivedTraceContext | undefined
}

/** Event of `gnar-sqs:receive`: a receive succeeded. */
export interface SqsReceiveEvent {
  readonly queueName: string
  /** Number of messages; 0 for an empty receive. */
  readonly count: number
}

/** Event of `gnar-sqs:handle`: a callback settled without a failure. */
export interface SqsHandleEvent {
  readonly queueName: string
  readonly messageId: string
  readonly receiveCount: number
  /** How long the callback took, in milliseconds. */
  readonly durationMs: number
}

/** Event of `gnar-sqs:failure`: a callback failed, or a body did not match its schema. */
export interface SqsFailureEvent extends SqsHandleEvent {
  readonly error: unknown
}

/** Event of `gnar-sqs:delete`, when messages were deleted, and of `gnar-sqs:delete-failure`, when they could not be. */
export interface SqsDeleteEvent {
  readonly queueName: string
  readonly messageIds: readonly string[]
}

/** Event of `gnar-sqs:error`: a queue could not be read. */
export interface SqsErrorEvent {
  readonly queueName: string
  readonly error: unknown
  /** Milliseconds until the next receive. */
  readonly retryInMs: number
}

/** Event of `gnar-sqs:send`: messages were sent. */
export interface SqsSendEvent {
  readonly queueName: string
  /** Number of messages that SQS accepted. */
  readonly count: number
  /** Number of messages that it did not accept. */
  readonly failed: number
}

export const messageChannel = tracingChannel<string, SqsMessageEvent>('gnar-sqs:message')
export const receiveChannel = channel('gnar-sqs:receive')
export const handleChannel = channel('gnar-sqs:handle')
export const failureChannel = channel('gnar-sqs:failure')
export const deleteChannel = channel('gnar-sqs:delete')
/** Messages were handled but could not be deleted, so they will be delivered again. */
export const deleteFailureChannel = channel('gnar-sqs:delete-failure')
export const errorChannel = channel('gnar-sqs:error')
export const sendChannel = channel('gnar-sqs:send')
