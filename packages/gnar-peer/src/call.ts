import type { CallsUnderWay } from './calls-under-way.ts'
import { decode, decodeStream } from './decode.ts'
import type { CallFacts } from './errors.ts'
import { isConnectionError, type Limit, toCallError } from './failure.ts'
import { BadRedirect, maxRedirects, redirected } from './redirect.ts'
import { PeerResponse, StreamedResponse } from './response.ts'
import { isBusy, isIdempotent, retryDelayMs } from './retry.ts'
import { timeLeftHeader } from './serving.ts'
import { Stop } from './stop.ts'
import type { OpenAnswer, Outgoing, Transport, WholeAnswer } from './transport.ts'

/** Everything that a call needs to run. */
export interface Plan {
  /** Name of the peer, or `external`. */
  peer: string
  outgoing: Outgoing
  /** The transport for an origin, since a redirect may lead to another one; throws where it must not. */
  transportFor(origin: string): Transport
  /** Origin that is told how much time is left; undefined for none. */
  toldTimeLeft: string | undefined
  stream: boolean
  allowRedirects: boolean
  retries: number
  limit: Limit
  signals: readonly AbortSignal[]
  maxBodyBytes: number
  underWay: CallsUnderWay
}

interface Run {
  plan: Plan
  stop: Stop
  facts: CallFacts
}

/** Runs a call to its end: an answer, or one error that says what happened. */
export async function call(plan: Plan): Promise<PeerResponse | StreamedResponse> {
  const { method, path, origin } = plan.outgoing
  const stop = new Stop(plan.limit.ms, plan.signals)
  const facts = {
    peer: plan.peer,
    method,
    path: plan.peer === 'external' ? origin + path : path,
    attempts: 0
  }
  const run = { plan, stop, facts }
  plan.underWay.add(stop)
  try {
    return await (plan.stream ? streamed(run) : whole(run))
  } catch (cause) {
    end(run)
    throw toCallError(cause, facts, plan.limit)
  }
}

async function whole(run: Run): Promise<PeerResponse> {
  const { stop, facts, plan } = run
  const { answer, outgoing } = await follow<WholeAnswer>(
    run,
    (transport, request) => transport.read(request, stop),
    () => {}
  )
  const coding = answer.headers['content-encoding']
  const content =
    coding === undefined ? answer.content : await decode(answer.content, coding, plan.maxBodyBytes)
  end(run)
  return new PeerResponse(answer.status, answer.headers, content, urlOf(outgoing), facts)
}

async function streamed(run: Run): Promise<StreamedResponse> {
  const { stop, facts, plan } = run
  const { answer, outgoing } = await follow<OpenAnswer>(
    run,
    (transport, request) => transport.stream(request, stop),
    ({ body }) => body.on('error', () => {}).destroy()
  )
  stop.clearDeadline()
  const body = decodeStream(
    answer.body,
    hasBody(outgoing, answer) ? answer.headers['content-encoding'] : undefined,
    plan.limit.ms,
    (cause) => toCallError(cause, facts, plan.limit),
    () => end(run)
  )
  return new StreamedResponse(answer.status, answer.headers, body, urlOf(outgoing), facts)
}

type Send<Answer> = (transport: Transport, outgoing: Outgoing) => Promise<Answer>

/** Follows redirects. */
async function follow<Answer extends WholeAnswer | OpenAnswer>(
  run: Run,
  send: Send<Answer>,
  discard: (answer: Answer) => void
): Promise<{ answer: Answer; outgoing: Outgoing }> {
  const { plan } = run
  let { outgoing } = plan
  for (let hops = 0; ; hops++) {
    const answer = await attempt(run, outgoing, send, discard)
    const next = plan.allowRedirects ? redirected(outgoing, answer.status, answer.headers) : undefined
    if (next === undefined) return { answer, outgoing }
    discard(answer)
    if (hops === maxRedirects) throw new BadRedirect(`it redirects more than ${maxRedirects} times`)
    outgoing = next
  }
}

/** Sends a request, and sends it again where that is safe and there is time. */
async function attempt<Answer extends WholeAnswer | OpenAnswer>(
  { plan, stop, facts }: Run,
  outgoing: Outgoing,
  send: Send<Answer>,
  discard: (answer: Answer) => void
): Promise<Answer> {
  const transport = plan.transportFor(outgoing.origin)
  const retries = isIdempotent(outgoing.method) ? plan.retries : 0
  for (let attempts = 1; ; attempts++) {
    stop.throwIfStopped()
    facts.attempts++
    if (outgoing.origin === plan.toldTimeLeft) {
      outgoing.headers[timeLeftHeader] = String(Math.max(0, Math.floor(stop.remainingMs)))
    }
    try {
      const answer = await send(transport, outgoing)
      if (attempts > retries || !isBusy(answer.status)) return answer
      const delayMs = retryDelayMs(attempts, answer.headers['retry-after'])
      if (delayMs >= stop.remainingMs) return answer
      discard(answer)
      await stop.sleep(delayMs)
    } catch (cause) {
      const delayMs = retryDelayMs(attempts)
      if (attempts > retries || !isConnectionError(cause) || delayMs >= stop.remainingMs) throw cause
      await stop.sleep(delayMs)
    }
  }
}

/** Whether there are bytes to decode: nothing is not the compressed form of anything. */
function hasBody({ method }: Outgoing, { status, headers }: OpenAnswer): boolean {
  return method !== 'HEAD' && status !== 204 && status !== 304 && headers['content-length'] !== '0'
}

function end({ stop, plan }: Run): void {
  stop.end()
  plan.underWay.delete(stop)
}

function urlOf({ origin, path }: Outgoing): string {
  return origin + path
}
