import { fork } from 'node:child_process'
import { once } from 'node:events'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { startLocal } from 'gnar-local'
import t, { type Test } from 'tap'
import { type ReceivedSpan, startReceiver } from './receiver.ts'

const local = await startLocal({ postgres: true, sqs: true, queues: ['activity'] })
t.after(() => local.stop())

interface Line {
  msg: string
  reqId?: string
  trace_id?: string
  span_id?: string
}

/** A service in a process of its own, started with `--import gnar-otel/register`. */
async function startService(t: Test, env: NodeJS.ProcessEnv) {
  const register = new URL('../src/register.ts', import.meta.url).href
  const child = fork(new URL('fixtures/service.ts', import.meta.url), {
    execArgv: ['--import=ts-blank-space/register', '--conditions=gnar-source', `--import=${register}`],
    env: { ...process.env, ...local.env, OTEL_BSP_SCHEDULE_DELAY: '60000', ...env },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc']
  })
  t.after(() => child.kill('SIGKILL'))
  let output = ''
  child.stdout?.on('data', (chunk) => {
    output += chunk
  })
  const [port] = await once(child, 'message')
  return {
    url: `http://127.0.0.1:${port}`,
    lines: () =>
      output.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as Line] : [])),
    /** Ends it like a platform does. */
    async stop() {
      child.kill('SIGTERM')
      return once(child, 'exit')
    }
  }
}

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 20))
}

t.test(
  'T3 one trace goes through two services, a queue and Postgres, and joins logs and metrics',
  async (t) => {
    const receiver = await startReceiver(t)
    const otel = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url }
    const offPiste = await startService(t, { ...otel, name: 'off-piste', OTEL_SERVICE_NAME: 'off-piste' })
    const piste = await startService(t, {
      ...otel,
      name: 'piste',
      OTEL_RESOURCE_ATTRIBUTES: 'service.name=piste,service.version=1.2.3',
      OFF_PISTE_URL: offPiste.url
    })

    const response = await fetch(`${piste.url}/ride/7?token=s3cret`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`
      },
      body: JSON.stringify({ token: 'x' })
    })
    t.strictSame(await response.json(), { count: 1 })
    await fetch(`${piste.url}/health/ready`)
    await until(() => offPiste.lines().some(({ msg }) => msg === 'handled'))
    const metrics = await fetch(`${piste.url}/metrics`).then((response) => response.text())
    const [[pisteCode], [offPisteCode]] = await Promise.all([piste.stop(), offPiste.stop()])
    t.strictSame([pisteCode, offPisteCode], [0, 0])

    const traceId = 'a'.repeat(32)
    const spans = receiver.spans.filter((span) => span.traceId === traceId)
    const find = (service: string, name: RegExp, kind: number): ReceivedSpan => {
      const span = spans.find((one) => one.service === service && name.test(one.name) && one.kind === kind)
      t.ok(
        span,
        `${name} of ${service} in ${spans.map(({ name, kind, service }) => `${service} ${name} ${kind}`)}`
      )
      return span as ReceivedSpan
    }
    const isBelow = (span: ReceivedSpan, above: ReceivedSpan): boolean => {
      const parent = spans.find(({ spanId }) => spanId === span.parentSpanId)
      return parent !== undefined && (parent === above || isBelow(parent, above))
    }
    const ride = find('piste', /^POST \/ride\/:id$/, 2)
    t.match(ride, { parentSpanId: 'b'.repeat(16), version: '1.2.3', attributes: { 'url.path': '/ride/7' } })
    const call = find('piste', /^GET/, 3)
    const count = find('off-piste', /^GET \/count$/, 2)
    t.ok(isBelow(call, ride))
    t.equal(count.parentSpanId, call.spanId)
    t.ok(spans.some((span) => /^pg\.query/.test(span.name) && isBelow(span, count)))
    const send = find('piste', /activity/, 4)
    const handled = find('off-piste', /^process activity$/, 5)
    t.equal(handled.parentSpanId, send.spanId)
    t.ok(isBelow(send, ride))
    t.ok(spans.some((span) => /^pg\.query/.test(span.name) && isBelow(span, handled)))
    t.notMatch(JSON.stringify(receiver.spans), 's3cret')
    t.notOk(receiver.spans.some(({ attributes }) => String(attributes['url.path']).startsWith('/health')))

    const lines = [...piste.lines(), ...offPiste.lines()].filter(
      ({ msg, reqId }) => reqId !== undefined || msg === 'handled'
    )
    const ofTrace = lines.filter((line) => line.trace_id === traceId)
    t.strictSame(ofTrace.map(({ msg }) => msg).sort(), [
      'counting',
      'handled',
      'request completed',
      'request completed',
      'riding'
    ])
    t.equal(lines.find(({ msg }) => msg === 'handled')?.span_id, handled.spanId)
    t.match(
      metrics,
      new RegExp(`http_request_duration_seconds_bucket\\{.*route="/ride/:id".* # \\{trace_id="${traceId}"`)
    )
  }
)

t.test('T3 a collector that does not respond costs a shutdown two seconds at most', async (t) => {
  const service = await startService(t, { name: 'piste', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' })
  await fetch(`${service.url}/count`)
  const begin = performance.now()
  const [code] = await service.stop()
  t.equal(code, 0)
  t.ok(performance.now() - begin < 6000)
})

t.test('T3 OTEL_SDK_DISABLED disables everything, and OTEL_TRACES_SAMPLER samples', async (t) => {
  const receiver = await startReceiver(t)
  const otel = { name: 'piste', OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url }
  for (const env of [{ OTEL_SDK_DISABLED: 'true' }, { OTEL_TRACES_SAMPLER: 'always_off' }]) {
    const service = await startService(t, { ...otel, ...env })
    await fetch(`${service.url}/count`)
    await service.stop()
  }
  t.strictSame(receiver.spans, [])
})

t.test('T3 the context manager has its store where message spans look for it', async (t) => {
  t.type(Reflect.get(new AsyncLocalStorageContextManager(), '_asyncLocalStorage').run, 'function')
})

// The SQS server would keep the process alive.
t.end()
