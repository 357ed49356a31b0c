import t from 'tap'
import { startLogger } from './lines.ts'

const forged = '2026-01-01 00:00:00.000 CRITICAL forged'

t.test('L2 the default line is the original’s', async (t) => {
  const { logger, written } = startLogger()
  logger.info('Logging at INFO')
  logger.warn({ user: 'me', note: 'two words', list: [1, { a: 'b' }] }, 'hello %s', 'world')
  logger.child({ queue: 'q' }).error('with %d', 42)
  logger.info({ only: 'fields' })
  t.matchSnapshot(written.text())
  t.match(
    written.lines()[0],
    /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} INFO {5}test\.text-lines\.test:\d+ {3}Logging at INFO$/
  )
})

t.test('L3 json gives the NDJSON of pino', async (t) => {
  const { logger, written } = startLogger({ env: { GNAR_LOG_FORMAT: 'json' } })
  logger.info('hello %s', 'world')
  logger.child({ queue: 'q' }).warn({ password: 'x', deep: { a: [1, null, undefined] } }, 'fields')
  logger.info({ only: 'fields' })
  logger.error(new TypeError('boom', { cause: new Error('inner') }))
  t.matchSnapshot(written.text())
  t.equal(written.objects()[0]?.msg, 'hello world')
  t.strictSame(logger.child({ queue: 'q' }).bindings(), { queue: 'q' })
})

t.test('L4 GNAR_LOG_FORMAT_MSEC formats the milliseconds', async (t) => {
  const { logger, written } = startLogger({ env: { GNAR_LOG_FORMAT_MSEC: '%s,%03d' }, format: '%(asctime)s' })
  logger.info('x')
  t.match(written.lines()[0], /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}$/)
  t.throws(() => startLogger({ formatMsec: '%s' }), { code: 'GNAR_ERR_CONFIGURATION' })
})

t.test('L2 an unknown token is an error at start that names it', async (t) => {
  t.throws(() => startLogger({ env: { GNAR_LOG_FORMAT: '%(mesage)s' } }), {
    code: 'GNAR_ERR_CONFIGURATION',
    message: 'GNAR_LOG_FORMAT (format of a log line, or json) has the unknown token %(mesage)s'
  })
})

t.test('L5 a line cannot be forged', async (t) => {
  const { logger, written } = startLogger({ format: '%(message)s' })
  const user = `x\n${forged}`
  logger.info(user)
  logger.info('user %s', user)
  logger.info({ user }, 'field')
  logger.info({ [user]: 1 }, 'key')
  logger.info({ user: { name: user } }, 'deep')
  logger.child({ user }).info('binding')
  logger.info('\r\u001b[2J\u009b31m\u0007\u2028\u202e end')
  t.equal(written.lines().length, 7)
  t.equal(written.lines().filter((line) => line.startsWith(forged)).length, 0)
  t.notMatch(written.raw().replaceAll('\n', ''), /[\p{Cc}\u2028\u202e]/u)
  t.matchSnapshot(written.text())
})

t.test('L5 an error prints its stack on indented lines, which no message can leave', async (t) => {
  const { logger, written } = startLogger()
  logger.error(new Error(`boom\n${forged}\n\u001b[2J`))
  logger.error({ err: new TypeError('in a field'), other: 1 }, 'failed')
  for (const line of written.lines()) t.match(line, /^( {4}|\d{4}-\d\d-\d\d .* ERROR )/)
  t.notMatch(written.raw(), '\u001b')
  t.matchSnapshot(written.text())
})

t.test('L5 causes and aggregated errors are shown in full', async (t) => {
  for (const format of ['json', '%(message)s']) {
    const { logger, written } = startLogger({ format })
    const root = Object.assign(new Error('root'), { code: 'ECONNREFUSED' })
    const middle = new AggregateError([root, new RangeError('second'), 'third'], 'many')
    logger.error({ err: new Error('top', { cause: middle }) }, 'failed')
    const circular = new Error('circular')
    circular.cause = circular
    logger.error(circular)
    logger.error(new Error('odd', { cause: { password: 'x' } }))
    t.matchSnapshot(written.text(), format)
  }
})

class Hostile {
  get property(): never {
    throw new Error('getter')
  }
  toString(): never {
    throw new Error('toString')
  }
}

const circle: Record<string, unknown> = { name: 'circle' }
circle.self = circle
const wide = Object.fromEntries(Array.from({ length: 50_000 }, (_, index) => [`key${index}`, index]))
const deep = Array.from({ length: 10_000 }).reduce<object>((inner) => ({ inner }), {})

const grow = (depth: number): Error =>
  depth === 0
    ? new Error('leaf')
    : new AggregateError(
        Array.from({ length: 12 }, () => grow(depth - 1)),
        'many'
      )
const crowd = new AggregateError(Array.from({ length: 200_000 }).fill(grow(0)), 'many')
const laden = Object.assign(new Error('laden'), wide)

const hostile: Record<string, unknown[]> = {
  'a circle': [circle, 'x'],
  'a BigInt': [{ big: 10n ** 30n }, '%s', 10n],
  'a symbol': [{ symbol: Symbol('s'), [Symbol('key')]: 1 }, '%s', Symbol('s')],
  'a getter that throws': [Object.defineProperty({}, 'bad', { enumerable: true, get: thrower }), 'x'],
  'a getter of a name that pino reads': [
    Object.defineProperty({}, 'method', { enumerable: true, get: thrower })
  ],
  'a toString that throws': ['%s', new Hostile()],
  'a toJSON that throws': [{ bad: { toJSON: thrower } }, 'x'],
  'a proxy that throws': [new Proxy({}, { ownKeys: thrower, get: thrower, getPrototypeOf: thrower }), 'x'],
  'an error whose stack throws': [Object.defineProperty(new Error('x'), 'stack', { get: thrower })],
  'an error without prototype': [Object.setPrototypeOf(new Error('x'), null), 'x'],
  'an error whose message is not text': [Object.assign(new Error(), { message: { a: 1 }, name: 3 })],
  'a 10 MB text': ['x'.repeat(10_000_000)],
  '10 MB of line breaks': [{ field: '\n'.repeat(10_000_000) }, '\n'.repeat(10_000_000)],
  'a 10 MB key': [{ ['k'.repeat(10_000_000)]: 1 }, 'x'],
  '700 MB of texts': [{ list: Array.from({ length: 7000 }).fill('x'.repeat(100_000)) }, 'x'],
  '700 MB of fields': [
    Object.fromEntries(Array.from({ length: 7000 }, (_, n) => [n, 'x'.repeat(100_000)])),
    'x'
  ],
  'an error with many aggregated ones': [crowd],
  'a tree of aggregated errors': [grow(4)],
  'an error with many properties': [laden],
  'many errors': [Object.fromEntries(Array.from({ length: 7000 }, (_, n) => [n, crowd])), 'x'],
  'a wide object': [wide, 'x'],
  'a deep object': [{ deep }, 'x'],
  'a wide list': [{ list: Array.from({ length: 1_000_000 }) }, 'x'],
  bytes: [{ bytes: Buffer.alloc(10_000_000), view: new Float64Array(3) }, 'x'],
  'dates, sets, functions, NaN': [
    { date: new Date(Number.NaN), set: new Set([1]), f: thrower, n: Number.NaN, r: /x/ },
    'x'
  ],
  '__proto__ as a key': [JSON.parse('{"__proto__": {"a": 1}, "x": {"__proto__": 2}}'), 'x'],
  nothing: [],
  undefined: [undefined],
  null: [null]
}

function thrower(): never {
  throw new Error('thrown')
}

for (const format of ['json', '%(message)s']) {
  t.test(`L5 no value makes a log call throw or block in ${format}`, async (t) => {
    for (const [title, args] of Object.entries(hostile)) {
      const { logger, written } = startLogger({ format })
      const start = process.cpuUsage()
      t.doesNotThrow(() => Reflect.apply(logger.info, logger, args), title)
      const { user } = process.cpuUsage(start)
      t.ok(user < 1_000_000, `${title} is fast`)
      t.equal(written.raw().endsWith('\n'), true, title)
      t.ok(written.raw().length < 2_000_000, `${title} is bounded`)
      if (format === 'json') t.doesNotThrow(() => written.objects(), title)
    }
  })
}

t.test('L2 L5 control characters in the format stay, those in values are escaped', async (t) => {
  const { logger, written } = startLogger({
    format: '\u001b[1m%(levelname)s\t%(message)r\u001b[0m',
    formatMsec: '%s\t%03d'
  })
  logger.info('a\tb\u001b[0m')
  t.equal(written.raw(), "\u001b[1mINFO\t'a\\tb\\x1b[0m'\u001b[0m\n")
})

t.test('L5 a line of JSON cannot control a terminal', async (t) => {
  const { logger, written } = startLogger({ format: 'json' })
  const hostile = `x\n\u001b[2J\u007f\u009b31m\u2028\u202e${forged}`
  logger.child({ reqId: hostile, [hostile]: hostile }).info({ [`${hostile}2`]: [hostile] }, hostile)
  t.equal(written.lines().length, 1)
  t.notMatch(written.raw().slice(0, -1), /[\p{Cc}\u2028\u202e]/u)
  t.match(written.objects()[0], {
    reqId: hostile,
    [hostile]: hostile,
    [`${hostile}2`]: [hostile],
    msg: hostile
  })
})
