import { once } from 'node:events'
import { Agent, get, request } from 'node:http'
import { connect as connectHttp2 } from 'node:http2'
import { type AddressInfo, connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import Fastify, { type FastifyServerOptions } from 'fastify'
import gnarGear, { drainAndClose, gnarServerOptions } from 'gnar-gear'
import t, { type Test } from 'tap'
import { type ChildApp, startChild } from './child-app.ts'
import { createApp, quiet } from './start-app.ts'

const slow = `
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
export default async (fastify) => {
  fastify.get('/wait', async (request) => {
    fastify.log.info('waiting')
    await once(process, 'SIGUSR2')
    return 'at last'
  })
  fastify.get('/short', async () => {
    await sleep(20)
    return 'short'
  })
}
`

async function start(t: Test, options = ''): Promise<{ child: ChildApp; url: string }> {
  const child = startChild(
    t,
    `await new GnarApp('my_gnarly_app', { production: true, port: 0, host: '127.0.0.1', noDb: true, noJwt: true, ${options} }).run()\n`,
    { files: { slow: { 'apis.mjs': slow } } }
  )
  const [, url = ''] = await child.says(/is up at (\S+)/)
  return { child, url }
}

t.test('A10 after SIGTERM readiness is 503 at once, and under load not one request is lost', async (t) => {
  const { child, url } = await start(t, 'drainDelayMs: 5000')
  t.equal((await fetch(`${url}/health/ready`)).status, 200)
  const agent = new Agent({ keepAlive: true, maxSockets: 20 })
  t.after(() => agent.destroy())
  const outcomes: Record<string, number> = {}
  let balanced = true
  const client = async () => {
    while (balanced) {
      const outcome = await ask(agent, `${url}/slow/short`)
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
    }
  }
  const clients = Array.from({ length: 20 }, client)
  await fetch(`${url}/slow/short`)
  child.process.kill('SIGTERM')
  await child.says(/SIGTERM received/)
  const ready = await fetch(`${url}/health/ready`)
  t.same([ready.status, ready.headers.get('connection')], [503, 'close'])
  const answer = await fetch(`${url}/slow/short`)
  t.same([answer.headers.get('connection'), await answer.text()], ['close', 'short'])
  await sleep(300)
  balanced = false
  await Promise.all(clients)
  t.equal(await child.ends(), 0)
  t.same(Object.keys(outcomes), ['200'], JSON.stringify(outcomes))
  await t.rejects(fetch(`${url}/slow/short`))
})

/** @returns the status of the whole answer, or the code of what went wrong */
function ask(agent: Agent, url: string): Promise<string> {
  return new Promise((resolve) => {
    get(url, { agent }, (response) => {
      response.resume()
      response.on('end', () => resolve(String(response.statusCode)))
    }).on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
  })
}

t.test('A10 a request in flight finishes, and a silent connection does not delay the shutdown', async (t) => {
  const { child, url } = await start(t, 'drainDelayMs: 0')
  const silent = connect({ host: '127.0.0.1', port: Number(new URL(url).port) })
  await once(silent, 'connect')
  const silentCloses = once(silent, 'close')
  const answer = fetch(`${url}/slow/wait`)
  await child.says(/waiting/)
  child.process.kill('SIGINT')
  await child.says(/SIGINT received/)
  await t.rejects(fetch(`${url}/health/live`))
  child.process.kill('SIGUSR2')
  t.equal(await (await answer).text(), 'at last')
  await silentCloses
  t.equal(await child.ends(), 0)
})

t.test('A10 past closeTimeoutMs the app ends with an error that lists what was open', async (t) => {
  const { child, url } = await start(t, 'drainDelayMs: 0, closeTimeoutMs: 1000')
  fetch(`${url}/slow/wait?secret=1`).catch(() => {})
  await child.says(/waiting/)
  child.process.kill('SIGTERM')
  t.equal(await child.ends(), 1)
  await child.says(/ERROR .*shutdown took longer than 1000 ms; still open: GET \/slow\/wait;/)
  t.notMatch(child.output(), 'secret')
})

t.test('A10 a second signal ends the app at once, with a line that lists what was open', async (t) => {
  const { child, url } = await start(t, 'drainDelayMs: 60000')
  fetch(`${url}/slow/wait`).catch(() => {})
  await child.says(/waiting/)
  child.process.kill('SIGTERM')
  await child.says(/SIGTERM received/)
  child.process.kill('SIGTERM')
  t.equal(await child.ends(), 1)
  await child.says(/ERROR .*SIGTERM again: exiting at once; still open: GET \/slow\/wait/)
})

t.test(
  'A10 the plugin installs no signal handler, and drainAndClose ends an instance of anybody',
  async (t) => {
    for (const options of [gnarServerOptions(preset()), {}]) {
      const handlers = process.listenerCount('SIGTERM')
      const fastify = Fastify(options)
      await fastify.register(gnarGear, preset())
      let answer = (_text: string) => {}
      const asked = new Promise<void>((resolve) => {
        fastify.get('/wait', () => {
          resolve()
          return new Promise((settle) => {
            answer = settle
          })
        })
      })
      const closed: string[] = []
      fastify.addHook('onClose', async () => void closed.push('pools'))
      const url = await fastify.listen({ port: 0, host: '127.0.0.1' })
      t.equal(process.listenerCount('SIGTERM'), handlers)
      const agent = new Agent({ keepAlive: true })
      const responses = request(`${url}/wait`, { agent }).end()
      await asked
      const done = drainAndClose(fastify)
      t.equal(fastify.server.listening, true)
      const ended = once(responses, 'response')
      while (fastify.server.listening) await sleep(5)
      t.same(closed, [], 'pools stay open for the request in flight')
      answer('at last')
      const [response] = await ended
      t.equal(response.headers.connection, 'close')
      response.resume()
      await done
      t.same(closed, ['pools'])
      agent.destroy()
    }
  }
)

t.test('A10 close() waits for a request in hand, not for its connection', async (t) => {
  let asked = () => {}
  let answer = (_text: string) => {}
  const wait = new Promise<void>((resolve) => {
    asked = resolve
  })
  const app = createApp(t, {
    steps: {
      configureRoutes: (fastify) => {
        fastify.get('/wait', () => {
          asked()
          return new Promise((resolve) => {
            answer = resolve
          })
        })
      }
    }
  })
  await app.run()
  const { port } = app.server.server.address() as AddressInfo
  const agent = new Agent({ keepAlive: true })
  t.after(() => agent.destroy())
  const got = once(request(`http://127.0.0.1:${port}/wait`, { agent }).end(), 'response')
  await wait
  const closed = app.close()
  while (app.server.server.listening) await sleep(5)
  answer('at last')
  const [response] = await got
  response.resume()
  t.equal(response.headers.connection, 'close')
  await closed
})

t.test('A10 a server for HTTP/2 ends with the request in hand', async (t) => {
  const options = { ...gnarServerOptions(preset()), http2: true, forceCloseConnections: true }
  const fastify = Fastify(options as FastifyServerOptions)
  await fastify.register(gnarGear, preset())
  fastify.get('/wait', async () => {
    await sleep(200)
    return 'at last'
  })
  const session = connectHttp2(await fastify.listen({ port: 0, host: '127.0.0.1' }))
  t.after(() => session.destroy())
  const stream = session.request({ ':path': '/wait' }).setEncoding('utf8')
  await once(fastify.server, 'request')
  const closed = fastify.close()
  let text = ''
  for await (const chunk of stream) text += chunk
  t.equal(text, 'at last')
  await closed
})

function preset() {
  const { port: _port, logLevel: _logLevel, production, ...options } = quiet({})
  return { ...options, name: 'my_app', production }
}
