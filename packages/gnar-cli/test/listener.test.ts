import { createServer } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { createListener, type Listener } from '../src/listener.ts'

/** An HTTP server that does not listen, as in the app's process. */
function returning(text: string) {
  const server = createServer((_request, reply) => {
    reply.end(text)
  })
  return (socket: Socket) => {
    server.emit('connection', socket)
    socket.resume()
  }
}

async function open(t: Test): Promise<Listener & { url: string }> {
  const listener = createListener()
  t.after(() => listener.close())
  await listener.listen({ host: 'localhost', port: 0 })
  return listener as Listener & { url: string }
}

/** Resolves when the connections that were made before have been accepted. */
async function accepted(url: string): Promise<void> {
  const { port } = new URL(url)
  const socket = connect(Number(port), '127.0.0.1')
  await new Promise((resolve) => socket.once('connect', resolve))
  await setImmediate()
  socket.destroy()
}

const get = (url: string) => fetch(url, { headers: { connection: 'close' } })

t.test('A8 connections wait until an app takes them', async (t) => {
  const listener = await open(t)
  const early = [get(listener.url), get(listener.url)]
  await accepted(listener.url)
  listener.giveTo(returning('first'))
  for (const reply of await Promise.all(early)) t.equal(await reply.text(), 'first')
  listener.giveTo(returning('second'))
  t.equal(await (await get(listener.url)).text(), 'second')
})

t.test('A8 after close() nothing listens, even if an app asks for it, and no connection waits', async (t) => {
  const listener = await open(t)
  const given = Number(new URL(listener.url).port)
  const moved = listener.listen({ host: '127.0.0.1', port: 0 })
  await setImmediate()
  await listener.close()
  await moved
  await listener.listen({ host: '127.0.0.1', port: given })
  for (const port of [given, new URL(listener.url).port]) {
    await t.rejects(get(`http://127.0.0.1:${port}`), { cause: { code: 'ECONNREFUSED' } })
  }

  const silent = await open(t)
  const { port } = new URL(silent.url)
  const waits = connect(Number(port), '127.0.0.1')
    .resume()
    .on('error', () => {})
  await accepted(silent.url)
  silent.refuse('the app ended')
  const ended = new Promise((resolve) => waits.once('close', resolve))
  await silent.close()
  await ended
})

t.test('A8 both loopback addresses are served', async (t) => {
  const listener = await open(t)
  listener.giveTo(returning('here'))
  const { port } = new URL(listener.url)
  t.equal(await (await get(`http://127.0.0.1:${port}`)).text(), 'here')
  const six = await get(`http://[::1]:${port}`).catch(() => undefined)
  if (six !== undefined) t.equal(await six.text(), 'here')
})

t.test('A8 without an app each request gets the failure, including those that wait', async (t) => {
  const listener = await open(t)
  const early = get(listener.url)
  await accepted(listener.url)
  listener.refuse('the app ended')
  for (const reply of [await early, await get(listener.url)]) {
    t.equal(reply.status, 503)
    t.same(await reply.json(), { error: 'the app ended' })
  }
  listener.hold()
  const later = get(listener.url)
  listener.giveTo(returning('back'))
  t.equal(await (await later).text(), 'back')
})

t.test('A8 the port moves with the app, and a taken one is an error that says so', async (t) => {
  const taken = createServer()
  t.after(() => taken.close())
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
  const { port } = taken.address() as AddressInfo

  const listener = await open(t)
  listener.giveTo(returning('here'))
  const { url } = listener
  await t.rejects(listener.listen({ host: 'localhost', port }), {
    code: 'GNAR_ERR_CLI_PORT',
    message: /EADDRINUSE/
  })
  t.equal(await (await get(url)).text(), 'here', 'the old port still listens')

  await new Promise((resolve) => taken.close(resolve))
  await listener.listen({ host: 'localhost', port })
  t.equal(listener.url, `http://localhost:${port}`)
  t.equal(await (await get(listener.url)).text(), 'here')
  await t.rejects(get(url), 'the old port is closed')
})
