import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import t, { type Test } from 'tap'
import { startProxy } from '../src/proxy.ts'

/** A server that echoes each chunk. */
async function start(t: Test) {
  const open = new Set<Socket>()
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    open.add(socket)
    socket.on('error', () => {}).pipe(socket)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const proxy = await startProxy({ port: (server.address() as AddressInfo).port })
  t.teardown(async () => {
    await proxy.close()
    for (const socket of open) socket.destroy()
    server.close()
  })
  return proxy
}

async function client(t: Test, port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  t.teardown(() => socket.destroy())
  await once(socket, 'connect')
  return socket
}

t.test('pass forwards bytes both ways', async (t) => {
  const proxy = await start(t)
  const socket = await client(t, proxy.port)
  socket.end('gnarly')
  t.equal(await text(socket), 'gnarly')
})

t.test('refuse resets connections and refuses new ones until pass', async (t) => {
  const proxy = await start(t)
  const socket = await client(t, proxy.port)
  socket.write('x')
  await once(socket, 'data')
  const failed = once(socket, 'error')
  await proxy.refuse()
  t.match(await failed, [{ code: 'ECONNRESET' }])
  await t.rejects(client(t, proxy.port), { code: 'ECONNREFUSED' })
  await proxy.pass()
  const again = await client(t, proxy.port)
  again.end('back')
  t.equal(await text(again), 'back')
})

t.test('reset resets open connections and new ones', async (t) => {
  const proxy = await start(t)
  const socket = await client(t, proxy.port)
  socket.write('x')
  await once(socket, 'data')
  const failed = once(socket, 'error')
  proxy.reset()
  t.match(await failed, [{ code: 'ECONNRESET' }])
  const another = connect(proxy.port, '127.0.0.1')
  t.match(await once(another, 'error'), [{ code: 'ECONNRESET' }])
})

t.test('stall keeps a connection open and silent until pass', async (t) => {
  const proxy = await start(t)
  const socket = await client(t, proxy.port)
  socket.write('a')
  await once(socket, 'data')
  proxy.stall()
  socket.write('b')
  const late = await client(t, proxy.port)
  late.write('c')
  t.equal(proxy.connections >= 1, true)
  t.equal(socket.bytesRead, 1)
  await proxy.pass()
  await Promise.all([once(socket, 'data'), once(late, 'data')])
  t.equal(socket.bytesRead, 2)
})

t.test('cutAfter resets a connection mid-response', async (t) => {
  const proxy = await start(t)
  const socket = await client(t, proxy.port)
  proxy.cutAfter(3)
  socket.write('123')
  await once(socket, 'data')
  const failed = once(socket, 'error')
  socket.write('4')
  t.match(await failed, [{ code: 'ECONNRESET' }])
})
