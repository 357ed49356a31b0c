import { traced } from 'gnar-env'
import { Cancellation } from './cancellation.ts'
import { decode, decodeStream } from './decode.ts'
import {
  callChannel,
  outcomeOfError,
  outcomeOfStatus,
  type PeerCallEvent,
  pathPattern
} from './diagnostics.ts'
import type { CallFacts, PeerCallError } from './errors.ts'
import { timeLeftHeader } from './incoming-request.ts'
import type { OpenCalls } from './open-calls.ts'
import { BadRedirect, maxRedirects, redirected } from './redirect.ts'
import { failureStatus, PeerResponse, StreamedResponse } from './response.ts'
import { isBusy, isIdempotent, retryDelayMs } from './retry.ts'
import { StreamedBody } from './streamed-body.ts'
import { isConnectionError, type Limit, translateError } from './translate-error.ts'
import type { OpenResponse, Outgoing, Transport, WholeResponse } from './transport.ts'

/** Everything a call needs to run. */
export interface Plan {
  /** Name of the peer, or `external`. */
  peer: string
  outgoing: Outgoing
  /** The first field of the body that is named like a credential. */
  findCredential(): string | undefined
  /** The transport for an origin, since a redirect may lead to another one; throws for one that is not allowed. */
  transportFor(origin: string): Transport
  /** Origin that receives the remaining time; undefined for none. */
  timeLeftOrigin: string | undefined
  stream: boolean
  allowRedirects: boolean
  retries: number
  limit: Limit
  signals: readonly AbortSignal[]
  maxBodyBytes: number
  openCalls: OpenCalls
}

interface Run {
  plan: Plan
  cancellation: Cancellation
  facts: CallFacts
}

/** Runs a call to its end: a response, or one error that says what happened. */
export function call(plan: Plan): Promise<PeerResponse | StreamedResponse> {
  const { peer, outgoing } = plan
  const { method, path, origin } = outgoing
  const facts = { peer, method, path: peer === 'external' ? origin + path : path, attempts: 0 }
  if (!callChannel.hasSubscribers) return run(plan, facts)
  const event: PeerCallEvent = { peer, method, pathPattern: pathPattern(path), attempts: 0 }
  return traced(callChannel, event, () => observed(run(plan, facts), facts, event))
}

/** Adds to the event how the call ended. */
async function observed<Response extends { status: number }>(
  call: Promise<Response>,
  facts: CallFacts,
  event: PeerCallEvent
): Promise<Response> {
  try {
    const response = await call
    event.status = response.status
    event.outcome = outcomeOfStatus(response.status)
    return response
  } catch (error) {
    event.outcome = outcomeOfError((error as PeerCallError).code)
    throw error
  } finally {
    event.attempts = facts.attempts
  }
}

async function run(plan: Plan, facts: CallFacts): Promise<PeerResponse | StreamedResponse> {
  const cancellation = new Cancellation(plan.limit.ms, plan.signals)
  const run = { plan, cancellation, facts }
  plan.openCalls.add(cancellation)
  try {
    return await (plan.stream ? streamed(run) : whole(run))
  } catch (cause) {
    end(run)
    destroyBody(plan.outgoing)
    throw translateError(cause, facts, plan.limit)
  }
}

async function whole(run: Run): Promise<PeerResponse> {
  const { cancellation, facts, plan } = run
  const { response, outgoing } = await follow<WholeResponse>(
    run,
    (transport, request) => transport.read(request, cancellation),
    () => {}
  )
  const coding = response.headers['content-encoding']
  const content =
    coding === undefined ? response.content : await decode(response.content, coding, plan.maxBodyBytes)
  end(run)
  return new PeerResponse(response.status, response.headers, content, urlOf(outgoing), facts)
}

async function streamed(run: Run): Promise<StreamedResponse> {
  const { cancellation, facts, plan } = run
  const { response, outgoing } = await follow<OpenResponse>(
    run,
    (transport, request) => transport.stream(request, cancellation),
    ({ body }) => body.on('error', () => {}).destroy()
  )
  cancellation.clearDeadline()
  const body = decodeStream(
    response.body,
    response.headers['content-encoding'],
    plan.limit.ms,
    (cause) => translateError(cause, facts, plan.limit),
    () => end(run)
  )
  return new StreamedResponse(response.status, response.headers, body, urlOf(outgoing), facts)
}

type Send<Response> = (transport: Transport, outgoing: Outgoing) => Promise<Response>

/** Follows redirects. */
async function follow<Response extends WholeResponse | OpenResponse>(
  run: Run,
  send: Send<Response>,
  discard: (response: Response) => void
): Promise<{ response: Response; outgoing: Outgoing }> {
  const { plan } = run
  let { outgoing } = plan
  for (let hops = 0; ; hops++) {
    const response = await attempt(run, outgoing, send, discard)
    const next = plan.allowRedirects
      ? redirected(outgoing, response.status, response.headers, plan.findCredential)
      : undefined
    if (next === undefined) return { response, outgoing }
    discard(response)
    if (hops === maxRedirects) throw new BadRedirect(`it redirected more than ${maxRedirects} times`)
    outgoing = next
  }
}

/** Sends a request, and retries where that is safe and there is time. */
async function attempt<Response extends WholeResponse | OpenResponse>(
  { plan, cancellation, facts }: Run,
  outgoing: Outgoing,
  send: Send<Response>,
  discard: (response: Response) => void
): Promise<Response> {
  const transport = plan.transportFor(outgoing.origin)
  const mayRetry = (attempts: number) => attempts <= plan.retries && isRepeatable(outgoing)
  for (let attempts = 1; ; attempts++) {
    cancellation.throwIfCancelled()
    facts.attempts++
    if (outgoing.origin === plan.timeLeftOrigin) {
      outgoing.headers[timeLeftHeader] = String(Math.max(0, Math.floor(cancellation.remainingMs)))
    }
    try {
      const response = await send(transport, outgoing)
      if (!mayRetry(attempts) || !isBusy(failureStatus(response))) return response
      const delayMs = retryDelayMs(attempts, response.headers['retry-after'])
      if (delayMs >= cancellation.remainingMs) return response
      discard(response)
      await cancellation.sleep(delayMs)
    } catch (cause) {
      const delayMs = retryDelayMs(attempts)
      if (!mayRetry(attempts) || !isConnectionError(cause) || delayMs >= cancellation.remainingMs) throw cause
      await cancellation.sleep(delayMs)
    }
  }
}

/** A streamed body is never retried once begun. */
function isRepeatable({ method, body }: Outgoing): boolean {
  return isIdempotent(method) && !(body instanceof StreamedBody && body.begun)
}

function destroyBody({ body }: Outgoing): void {
  if (body instanceof StreamedBody) body.destroy()
}

function end({ cancellation, plan }: Run): void {
  cancellation.end()
  plan.openCalls.delete(cancellation)
}

function urlOf({ origin, path }: Outgoing): string {
  return origin + path
}
