import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { Argon2HashEvent } from 'gnar-argon2'
import type { JwtRefusalEvent } from 'gnar-jwt'
import type { PeerCallEvent } from 'gnar-peer'
import type { PgAcquireEvent, PgConnectionEvent, PgQueryEvent } from 'gnar-pg'
import type { SqsErrorEvent, SqsFailureEvent, SqsHandleEvent, SqsSendEvent } from 'gnar-sqs'
import promClient, { type Registry } from 'prom-client'
import { boundedLabel } from './bounded-label.ts'

/** Upper bounds in seconds: queries and calls take from less than a millisecond to the seconds of a timeout. */
const buckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** Upper bounds in seconds: a callback of a queue may take half an hour. */
const longBuckets = [0.005, 0.025, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 1800]

/** Measures what the packages publish on their diagnostics channels. @returns a function that stops it */
export function measureEvents(registry: Registry): () => void {
  const subscriptions = [
    ...pgMetrics(registry),
    ...peerMetrics(registry),
    ...sqsMetrics(registry),
    ...argon2Metrics(registry),
    ...jwtMetrics(registry)
  ]
  for (const [channel, onEvent] of subscriptions) subscribe(channel, onEvent)
  return () => {
    for (const [channel, onEvent] of subscriptions) unsubscribe(channel, onEvent)
  }
}

type Subscription = [channel: string, onEvent: (event: unknown) => void]

/** A subscriber of a channel whose events have the type that the channel's package documents. */
function on<Event>(channel: string, onEvent: (event: Event) => void): Subscription {
  return [channel, (event) => onEvent(event as Event)]
}

function pgMetrics(registry: Registry): Subscription[] {
  const nameLabel = boundedLabel()
  const queries = histogram(registry, {
    name: 'gnar_pg_query_duration_seconds',
    help: 'Time that a statement took, by its name or, without one, its operation.',
    labelNames: ['name', 'outcome']
  })
  const waits = histogram(registry, {
    name: 'gnar_pg_acquire_duration_seconds',
    help: 'Time that a caller waited for a connection of the pool.',
    labelNames: ['outcome']
  })
  const lost = counter(
    registry,
    'gnar_pg_connections_lost_total',
    'Connections that ended with an error.',
    []
  )
  return [
    on('tracing:gnar-pg:query:asyncEnd', ({ name, durationMs = 0, errorCode }: PgQueryEvent) =>
      queries.observe({ name: nameLabel(name), outcome: outcomeOf(errorCode) }, durationMs / 1000)
    ),
    on('tracing:gnar-pg:acquire:asyncEnd', ({ durationMs = 0, errorCode }: PgAcquireEvent) =>
      waits.observe({ outcome: outcomeOf(errorCode) }, durationMs / 1000)
    ),
    on('gnar-pg:disconnect', (event: PgConnectionEvent) => {
      if (event.lost) lost.inc()
    })
  ]
}

function peerMetrics(registry: Registry): Subscription[] {
  const peerLabel = boundedLabel()
  const calls = histogram(registry, {
    name: 'gnar_peer_call_duration_seconds',
    help: 'Time that a call to another service took, with its retries.',
    labelNames: ['peer', 'outcome']
  })
  const attempts = counter(registry, 'gnar_peer_attempts_total', 'Requests that calls attempted.', ['peer'])
  return [
    on('tracing:gnar-peer:call:asyncEnd', (event: PeerCallEvent) => {
      const peer = peerLabel(event.peer)
      calls.observe({ peer, outcome: event.outcome ?? 'failed' }, (event.durationMs ?? 0) / 1000)
      attempts.inc({ peer }, event.attempts)
    })
  ]
}

function sqsMetrics(registry: Registry): Subscription[] {
  const queueLabel = boundedLabel()
  const callbacks = histogram(registry, {
    name: 'gnar_sqs_handle_duration_seconds',
    help: 'Time that the callback of a message took.',
    labelNames: ['queue', 'outcome'],
    buckets: longBuckets
  })
  const sent = counter(registry, 'gnar_sqs_sent_total', 'Messages that SQS accepted.', ['queue'])
  const unsent = counter(
    registry,
    'gnar_sqs_send_failures_total',
    'Messages of a batch that SQS did not accept.',
    ['queue']
  )
  const errors = counter(registry, 'gnar_sqs_receive_errors_total', 'Receives that failed.', ['queue'])
  const observe = (outcome: string) => (event: SqsHandleEvent) =>
    callbacks.observe({ queue: queueLabel(event.queueName), outcome }, event.durationMs / 1000)
  return [
    on<SqsHandleEvent>('gnar-sqs:handle', observe('ok')),
    on<SqsFailureEvent>('gnar-sqs:failure', observe('error')),
    on('gnar-sqs:error', ({ queueName }: SqsErrorEvent) => errors.inc({ queue: queueLabel(queueName) })),
    on('gnar-sqs:send', ({ queueName, count, failed }: SqsSendEvent) => {
      sent.inc({ queue: queueLabel(queueName) }, count)
      unsent.inc({ queue: queueLabel(queueName) }, failed)
    })
  ]
}

function argon2Metrics(registry: Registry): Subscription[] {
  const pending = new promClient.Gauge({
    name: 'gnar_argon2_pending',
    help: 'Password hashes that wait or run.',
    registers: [registry]
  })
  const waits = histogram(registry, {
    name: 'gnar_argon2_wait_seconds',
    help: 'Time that a password hash waited for its turn.',
    labelNames: []
  })
  const durations = histogram(registry, {
    name: 'gnar_argon2_duration_seconds',
    help: 'Time that a password hash took, with its wait.',
    labelNames: ['operation']
  })
  const refusals = counter(
    registry,
    'gnar_argon2_refusals_total',
    'Password hashes refused by a full queue.',
    []
  )
  return [
    on('tracing:gnar-argon2:hash:start', () => pending.inc()),
    on('tracing:gnar-argon2:hash:asyncEnd', ({ operation, waitMs = 0, durationMs = 0 }: Argon2HashEvent) => {
      pending.dec()
      waits.observe(waitMs / 1000)
      durations.observe({ operation }, durationMs / 1000)
    }),
    on('gnar-argon2:refusal', () => refusals.inc())
  ]
}

function jwtMetrics(registry: Registry): Subscription[] {
  const refusals = counter(registry, 'gnar_jwt_refusals_total', 'Requests that authenticate refused.', [
    'code'
  ])
  return [on('gnar-jwt:refusal', ({ code }: JwtRefusalEvent) => refusals.inc({ code }))]
}

function outcomeOf(errorCode: string | undefined): string {
  return errorCode === undefined ? 'ok' : 'error'
}

function histogram<Label extends string>(
  registry: Registry,
  options: { name: string; help: string; labelNames: Label[]; buckets?: number[] }
): promClient.Histogram<Label> {
  return new promClient.Histogram({ buckets, ...options, registers: [registry] })
}

function counter<Label extends string>(
  registry: Registry,
  name: string,
  help: string,
  labelNames: Label[]
): promClient.Counter<Label> {
  return new promClient.Counter({ name, help, labelNames, registers: [registry] })
}
