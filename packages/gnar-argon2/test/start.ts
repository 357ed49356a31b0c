import { Writable } from 'node:stream'
import Fastify from 'fastify'
import type { Test } from 'tap'
import gnarArgon2, { type GnarArgon2Options } from '../src/index.ts'

/** The cheapest parameters that Argon2 accepts: these tests are about behaviour, not strength. */
export const cheap = { timeCost: 1, memoryCost: 64, parallelism: 1, env: {} } satisfies GnarArgon2Options

/** An app with the plugin, and the messages that it logs. */
export async function start(t: Test, options: GnarArgon2Options = cheap) {
  const lines: string[] = []
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(JSON.parse(String(chunk)).msg)
      done()
    }
  })
  const fastify = Fastify({ logger: { level: 'info', stream } })
  t.after(() => fastify.close())
  await fastify.register(gnarArgon2, options)
  return { fastify, lines }
}
