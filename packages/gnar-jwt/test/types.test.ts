import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import Fastify from 'fastify'
import t from 'tap'
import gnarJwt, { type Json } from '../src/index.ts'

t.test('J2 J3 types that an app declares once make casts unnecessary', async (t) => {
  const project = fileURLToPath(new URL('fixtures/typed-app', import.meta.url))
  const { stdout } = await promisify(execFile)(await compiler(), ['-b', project]).catch((error) => error)
  t.equal(stdout, '')
})

t.test('J2 J3 without them, an identity is any JSON value', async (t) => {
  const fastify = Fastify()
  t.after(() => fastify.close())
  await fastify.register(gnarJwt, { secret: 'short', env: {} })
  fastify.get('/', { onRequest: fastify.authenticate }, async (request) => {
    const { identity } = request
    const found: Exclude<Json, null> = request.requireIdentity()
    // @ts-expect-error: the type must be narrowed first
    const name: string = identity
    return { found, name }
  })
  const rider: { id: number; friend?: string } = { id: 7 }
  t.type(fastify.createAccessToken(rider), 'string')
  // @ts-expect-error: null is nobody
  t.throws(() => fastify.createAccessToken(null))
})

/** The compiler's executable: tap wraps every Node child process, which breaks the script around it. */
async function compiler(): Promise<string> {
  const script = new URL('../../../node_modules/typescript/lib/getExePath.js', import.meta.url)
  const { default: getExePath }: { default(): string } = await import(script.href)
  return getExePath()
}
