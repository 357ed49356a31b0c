import type { Call } from './gateway.ts'
import type { Handled } from './start-consumer.ts'

/** Why a message came again after it was handled. */
export type Reason = 'kill' | 'lost delete' | 'visibility' | 'unexplained'

/** A message that was handled and came again. */
export interface Duplicate extends Handled {
  reason: Reason
}

interface Receive {
  /** Until when the message was hidden at least, in milliseconds since 1970. */
  hiddenUntil: number
  /** When each delete was confirmed; undefined for one that failed or whose response was lost. */
  deletes: (number | undefined)[]
}

/**
 * Accounts for each message that was handled and then handled again, from what the consumers asked SQS for and what
 * they received, message by message.
 */
export function accountForDuplicates(
  calls: readonly Call[],
  handled: readonly Handled[],
  { killed, visibilityTimeout }: { killed: ReadonlySet<number | undefined>; visibilityTimeout: number }
): Duplicate[] {
  const receives = readReceives(calls, visibilityTimeout)
  const seen = new Set<string>()
  const last = new Map<string, number>()
  for (const { body, receiveCount } of handled) {
    last.set(body, Math.max(receiveCount, last.get(body) ?? 0))
  }

  function reasonFor({ body, receiveCount, pid }: Handled): Reason {
    const receive = receives.get(`${body} ${receiveCount}`)
    if (receive === undefined) return 'unexplained'
    const { deletes, hiddenUntil } = receive
    const confirmed = deletes.filter((at) => at !== undefined)
    if (confirmed.length > 0) return Math.min(...confirmed) < hiddenUntil ? 'unexplained' : 'visibility'
    if (deletes.length > 0) return 'lost delete'
    return killed.has(pid) ? 'kill' : 'unexplained'
  }

  return handled.flatMap((one) => {
    const { body, receiveCount } = one
    const key = `${body} ${receiveCount}`
    if (seen.has(key)) return [{ ...one, reason: 'unexplained' as const }]
    seen.add(key)
    return receiveCount < (last.get(body) ?? 0) ? [{ ...one, reason: reasonFor(one) }] : []
  })
}

/** Each receive of each message, by body and receive count. */
function readReceives(calls: readonly Call[], visibilityTimeout: number): Map<string, Receive> {
  const receives = new Map<string, Receive>()
  const byHandle = new Map<string, Receive>()
  for (const { action, input, at, answer, respondedAt } of calls) {
    const { Messages = [], Failed = [] } = (answer?.body ?? {}) as {
      Messages?: { Body: string; ReceiptHandle: string; Attributes: { ApproximateReceiveCount: string } }[]
      Failed?: { Id: string }[]
    }
    for (const { Body, ReceiptHandle, Attributes } of Messages) {
      const receive: Receive = { hiddenUntil: at + visibilityTimeout * 1000, deletes: [] }
      receives.set(`${Body} ${Attributes.ApproximateReceiveCount}`, receive)
      byHandle.set(ReceiptHandle, receive)
    }
    const ok = answer !== undefined && (answer.status ?? 200) === 200
    const failed = new Set(Failed.map(({ Id }) => Id))
    for (const { Id, ReceiptHandle = '', VisibilityTimeout = 0 } of input.Entries ?? []) {
      const receive = byHandle.get(ReceiptHandle)
      const done = ok && !failed.has(Id)
      if (action === 'DeleteMessageBatch') receive?.deletes.push(done ? respondedAt : undefined)
      // To give a handled message back explains nothing, so a visibility of 0 does not count.
      else if (done && receive !== undefined) {
        receive.hiddenUntil = Math.max(receive.hiddenUntil, at + VisibilityTimeout * 1000)
      }
    }
  }
  return receives
}
