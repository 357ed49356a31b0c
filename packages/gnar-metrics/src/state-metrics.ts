import type { FastifyInstance } from 'fastify'
import type { PollState } from 'gnar-sqs'
import promClient, { type Registry } from 'prom-client'

/** What is read of the pool of gnar-pg. */
interface Pool {
  options: { max: number }
  totalCount: number
  idleCount: number
  waitingCount: number
}

/** The decorators of gnar-pg and gnar-sqs, each there only if its plugin is registered. */
interface Measured {
  pg: { pool: Pool }
  sqs: { polls: readonly PollState[] }
}

/** Gauges of the pool, each with what it reads. */
const poolGauges: Readonly<Record<string, [help: string, read: (pool: Pool) => number]>> = {
  gnar_pg_pool_max_connections: ['Connections that the pool may open.', ({ options }) => options.max],
  gnar_pg_pool_connections: ['Connections that the pool has open.', ({ totalCount }) => totalCount],
  gnar_pg_pool_idle_connections: ['Open connections that nobody uses.', ({ idleCount }) => idleCount],
  gnar_pg_pool_waiting: ['Callers that wait for a connection.', ({ waitingCount }) => waitingCount]
}

/** Counters of the polls, each with the count of gnar-sqs that it shows. */
const pollCounters: Readonly<Record<string, [help: string, read: (poll: PollState) => number]>> = {
  gnar_sqs_received_total: ['Messages received.', ({ received }) => received],
  gnar_sqs_handled_total: ['Messages whose callback settled without a failure.', ({ handled }) => handled],
  gnar_sqs_failed_total: ['Messages whose callback or schema check failed.', ({ failed }) => failed],
  gnar_sqs_deleted_total: ['Messages deleted.', ({ deleted }) => deleted],
  gnar_sqs_undeleted_total: ['Messages handled whose delete failed.', ({ undeleted }) => undeleted],
  gnar_sqs_dropped_total: ['Messages received and left for the next receive.', ({ dropped }) => dropped]
}

/** Measures at each scrape what the pool and the polls, where the app has them, count themselves. */
export function measureStates(fastify: FastifyInstance, registry: Registry): void {
  fastify.addHook('onReady', async () => {
    const measured = fastify as unknown as Measured
    if (fastify.hasPlugin('gnar-pg')) measurePool(measured.pg.pool, registry)
    if (fastify.hasPlugin('gnar-sqs')) measurePolls(() => measured.sqs.polls, registry)
  })
}

function measurePool(pool: Pool, registry: Registry): void {
  for (const [name, [help, read]] of Object.entries(poolGauges)) {
    new promClient.Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read(pool))
      }
    })
  }
}

/** A queue may have several polls, whose counts add up. */
function measurePolls(readPolls: () => readonly PollState[], registry: Registry): void {
  const registers = [registry]
  for (const [name, [help, read]] of Object.entries(pollCounters)) {
    new promClient.Counter({
      name,
      help,
      labelNames: ['queue'],
      registers,
      collect() {
        this.reset()
        for (const poll of readPolls()) this.inc({ queue: poll.queueName }, read(poll))
      }
    })
  }
  new promClient.Gauge({
    name: 'gnar_sqs_in_flight',
    help: 'Messages received and neither handled nor returned to the queue.',
    labelNames: ['queue'],
    registers,
    collect() {
      this.reset()
      for (const { queueName, inFlight } of readPolls()) this.inc({ queue: queueName }, inFlight)
    }
  })
  new promClient.Gauge({
    name: 'gnar_sqs_oldest_in_flight_seconds',
    help: 'Time since the oldest message in flight was received; 0 when none is.',
    labelNames: ['queue'],
    registers,
    collect() {
      const oldestMs = new Map<string, number>()
      for (const { queueName, oldestInFlightMs } of readPolls()) {
        oldestMs.set(queueName, Math.max(oldestMs.get(queueName) ?? 0, oldestInFlightMs))
      }
      for (const [queue, ms] of oldestMs) this.set({ queue }, ms / 1000)
    }
  })
}
