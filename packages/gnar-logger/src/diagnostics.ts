import { channel } from 'node:diagnostics_channel'
import type { IncomingMessage } from 'node:http'

/** Event of the channel `gnar-logger:line`: a line is about to be written. */
export interface LogLineEvent {
  /** The request whose logger writes the line; undefined outside of requests. */
  readonly rawRequest: IncomingMessage | undefined
  /** Fields of the line, to which subscribers add theirs, such as `trace_id`. They are written as they are. */
  readonly fields: Record<string, string>
}

const lineChannel = channel('gnar-logger:line')

const none: Readonly<Record<string, string>> = Object.freeze({})

/** The fields that subscribers add to a line. */
export function addedFields(rawRequest: IncomingMessage | undefined): Readonly<Record<string, string>> {
  if (!lineChannel.hasSubscribers) return none
  const event: LogLineEvent = { rawRequest, fields: {} }
  lineChannel.publish(event)
  return event.fields
}
