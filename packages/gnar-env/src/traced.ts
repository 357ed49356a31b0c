import type { TracingChannel } from 'node:diagnostics_channel'

/** What `traced` adds to the event of a traced call. */
export interface TracedEvent {
  /** How long the call took, in milliseconds; undefined until it has ended. */
  durationMs?: number
  /** Code of the error that ended the call, such as a SQLSTATE or `GNAR_ERR_…`; its name where it has no code. */
  errorCode?: string
}

/**
 * Runs work and publishes its beginning and end on a tracing channel. Unlike `tracePromise` it adds neither the result
 * nor the error to the event, since both can quote personal data.
 *
 * Call it only if `channel.hasSubscribers`, so that no event is created for nobody.
 *
 * @param event the object that all subscribers get; `durationMs` and `errorCode` are set at the end
 * @param work may add facts to the event
 */
export function traced<Event extends TracedEvent, Result>(
  channel: TracingChannel<string, Event>,
  event: Event,
  work: () => Promise<Result>
): Promise<Result> {
  const startedAt = performance.now()
  return channel.start.runStores(event, async () => {
    try {
      const running = work()
      channel.end.publish(event)
      return await running
    } catch (error) {
      event.errorCode = errorCodeOf(error)
      channel.error.publish(event)
      throw error
    } finally {
      event.durationMs = performance.now() - startedAt
      channel.asyncStart.publish(event)
      channel.asyncEnd.publish(event)
    }
  })
}

/** The `errorCode` of a traced event. */
export function errorCodeOf(error: unknown): string {
  const { code, name } = Object(error) as { code?: unknown; name?: unknown }
  if (typeof code === 'string' && code !== '') return code
  return typeof name === 'string' ? name : 'Error'
}
