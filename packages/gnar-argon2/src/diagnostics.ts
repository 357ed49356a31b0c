import { channel, tracingChannel } from 'node:diagnostics_channel'
import type { TracedEvent } from 'gnar-env'

/** Event of the tracing channel `gnar-argon2:hash`: one hash or check, from its arrival in the queue to its result. */
export interface Argon2HashEvent extends TracedEvent {
  readonly operation: 'hash' | 'verify' | 'check'
  /** How many hashes were running when this one arrived. */
  readonly running: number
  /** How many hashes were waiting when this one arrived. */
  readonly waiting: number
  /** How long this one waited, in milliseconds; undefined until it runs. `durationMs` includes it. */
  waitMs?: number
}

/** Event of the channel `gnar-argon2:refusal`: the queue was full. */
export interface Argon2RefusalEvent {
  readonly operation: Argon2HashEvent['operation']
  /** How many hashes were waiting. */
  readonly waiting: number
}

export const hashChannel = tracingChannel<string, Argon2HashEvent>('gnar-argon2:hash')
export const refusalChannel = channel('gnar-argon2:refusal')
