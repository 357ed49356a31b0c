import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import t, { type Test } from 'tap'
import { cheap, start } from './start.ts'

/** The events of a channel, until the test ends. */
function listen(t: Test, channel: string): unknown[] {
  const events: unknown[] = []
  const onEvent = (event: unknown) => void events.push(event)
  subscribe(channel, onEvent)
  t.after(() => unsubscribe(channel, onEvent))
  return events
}

t.test(
  'T1 gnar-argon2:hash tells how long a hash waited and took, and gnar-argon2:refusal a full queue',
  async (t) => {
    const { fastify } = await start(t, { ...cheap, maxConcurrent: 1, maxQueue: 1 })
    const hashed = listen(t, 'tracing:gnar-argon2:hash:asyncEnd')
    const refused = listen(t, 'gnar-argon2:refusal')
    const first = fastify.generatePasswordHash('s3cret')
    const second = fastify.checkPasswordHash(undefined, 's3cret')
    await t.rejects(fastify.argon2.hash('s3cret'), { code: 'GNAR_ERR_ARGON2_BUSY' })
    await Promise.all([first, second])
    t.match(hashed, [
      { operation: 'hash', running: 0, waiting: 0, waitMs: Number, durationMs: Number },
      { operation: 'check', waitMs: Number, durationMs: Number }
    ])
    t.strictSame(refused, [{ operation: 'hash', waiting: 1 }])
    t.notMatch(JSON.stringify(hashed), 's3cret')
  }
)
