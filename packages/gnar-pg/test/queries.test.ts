import Fastify from 'fastify'
import { startLocal } from 'gnar-local'
import t, { type Test } from 'tap'
import gnarPg, { type GnarPgOptions } from '../src/index.ts'

const local = await startLocal({ postgres: true })
t.after(() => local.stop())

async function start(t: Test, options: GnarPgOptions = {}) {
  const fastify = Fastify()
  t.after(() => fastify.close())
  await fastify.register(gnarPg, { env: local.env, ...options })
  return fastify
}

/** A table of its own for one test. */
async function withTable(t: Test, definition: string) {
  const fastify = await start(t)
  const table = `t_${t.name.replaceAll(/\W/g, '_').toLowerCase().slice(0, 50)}`
  await fastify.db.run(`CREATE TABLE ${table} (${definition})`)
  return { db: fastify.db, table, fastify }
}

t.test('P2 one returns the row, undefined or the default when there is none, and refuses two', async (t) => {
  const { db, table } = await withTable(t, 'id int, name text')
  await db.run(`INSERT INTO ${table} VALUES (1, 'ollie'), (2, 'kickflip'), (2, 'nollie')`)
  const find = `SELECT * FROM ${table} WHERE id = $1`
  t.strictSame(await db.one(find, [1]), { id: 1, name: 'ollie' })
  t.equal(await db.one(find, [3]), undefined)
  t.equal(await db.one(find, [3], null), null)
  t.strictSame(await db.one(find, [3], { name: 'none' }), { name: 'none' })
  await t.rejects(db.one(find, [2]), {
    code: 'GNAR_ERR_PG_TOO_MANY_ROWS',
    message: 'the query returned 2 rows'
  })
})

t.test('P2 run returns the number of affected rows', async (t) => {
  const { db, table } = await withTable(t, 'id int')
  t.equal(await db.run(`INSERT INTO ${table} VALUES ($1), ($2), (3)`, [1, 2]), 3)
  t.equal(await db.run(`UPDATE ${table} SET id = id + 10 WHERE id < $1`, [3]), 2)
  t.equal(await db.run(`DELETE FROM ${table} WHERE id = 3`), 1)
  t.equal(await db.run(`DELETE FROM ${table} WHERE id = 3`), 0)
  t.equal(await db.run(`ALTER TABLE ${table} ADD COLUMN name text`), 0)
  t.equal(await db.run(`TRUNCATE ${table}; INSERT INTO ${table} VALUES (1), (2)`), 2, 'the last of several')
  t.equal(await db.run(''), 0, 'an empty statement')
})

t.test('P2 all returns the rows, value and values the first column', async (t) => {
  const { db } = await withTable(t, 'id int')
  const numbers = 'SELECT n, n * n AS square FROM generate_series(1, $1) n ORDER BY n'
  t.strictSame(await db.all(numbers, [2]), [
    { n: 1, square: 1 },
    { n: 2, square: 4 }
  ])
  t.strictSame(await db.all(numbers, [0]), [])
  t.strictSame(await db.values(numbers, [3]), [1, 2, 3])
  t.equal(await db.value(numbers, [1]), 1)
  t.equal(await db.value(numbers, [0]), undefined)
  t.equal(await db.value(numbers, [0], 'none'), 'none')
  t.equal(await db.value('SELECT NULL', [], 'none'), null, 'NULL is a value')
  await t.rejects(db.value(numbers, [2]), { code: 'GNAR_ERR_PG_TOO_MANY_ROWS' })
})

t.test('P2 statement objects, as created by template tags, have their own values', async (t) => {
  const { db } = await withTable(t, 'id int')
  /** What sql-template-tag does, in short. */
  const sql = (strings: TemplateStringsArray, ...values: unknown[]) => ({
    get text() {
      return strings.reduce((text, part, index) => `${text}$${index}${part}`)
    },
    values
  })
  const name = "Robert'); DROP TABLE students;--"
  t.equal(await db.value(sql`SELECT length(${name}) + ${1}::int`), name.length + 1)
  t.equal(await db.value({ text: 'SELECT 1' }), 1)
  t.equal(await db.value({ text: 'SELECT 1 WHERE false' }, undefined, 'none'), 'none')
})

t.test('P2 the row type is generic', async (t) => {
  const { db } = await withTable(t, 'id int')
  interface Trick {
    name: string
  }
  const text = "SELECT 'ollie' AS name"
  const one: Trick | undefined = await db.one<Trick>(text)
  const orNull: Trick | null = await db.one<Trick>(text, [], null)
  const orOther: Trick = await db.one<Trick>(text, [], { name: 'none' })
  const number: number = await db.value<number>('SELECT 1 WHERE false', [], 0)
  const orText: Record<string, unknown> | string = await db.one(text, [], 'none')
  const all: Trick[] = await db.all<Trick>(text)
  const value: string | undefined = await db.value<string>(text)
  const values: string[] = await db.values<string>(text)
  // @ts-expect-error: the row may be missing
  const sure: Trick = await db.one<Trick>(text)
  t.equal(number, 0)
  t.strictSame([one, orNull, orOther, orText, ...all, sure], Array(6).fill({ name: 'ollie' }))
  t.strictSame([value, ...values], ['ollie', 'ollie'])
})

t.test(
  'P2 an invalid statement or invalid parameters are refused with the right way to write them',
  async (t) => {
    const { db } = await withTable(t, 'id int')
    const wrong: [unknown, unknown?][] = [
      [undefined],
      [['SELECT 1']],
      [{ sql: 'SELECT 1' }],
      ['SELECT $1', 1],
      ['SELECT $1', { id: 1 }],
      [{ text: 'SELECT $1', values: 'x' }],
      [{ text: 'SELECT $1', values: [1] }, [1]],
      [{ text: 'SELECT 1', name: 5 }],
      [{ text: 'SELECT 1', name: 'é'.repeat(32) }],
      [{ text: 'SELECT 1', timeoutMs: '50' }],
      [{ text: 'SELECT 1', timeoutMs: 2 ** 31 }],
      ['SELECT 1', Array(10_000).fill(1)],
      ['SELECT 1', Array(70_000).fill(1)]
    ]
    const messages: string[] = []
    for (const [sql, params] of wrong) {
      const error = await db.all(sql as string, params as unknown[]).catch((error) => error)
      messages.push(`${error.code}: ${error.message}`)
    }
    t.matchSnapshot(messages.join('\n'))
  }
)

t.test('P2 maxParameters may be raised to the limit of Postgres', async (t) => {
  const { db } = await start(t, { maxParameters: 65_535 })
  const many = Array.from({ length: 65_535 }, (_, index) => index)
  const sum = `SELECT ${many.map((n) => `$${n + 1}::int`).join('+')}`
  t.equal(await db.value(sum.slice(0, sum.indexOf('+$1001::')), many.slice(0, 1000)), 499_500)
  t.equal((await db.values(`VALUES ${many.map((n) => `($${n + 1})`).join(',')}`, many)).length, 65_535)
})

t.test("P2 an SQL error is pg's own, and the connection remains in use", async (t) => {
  const { db, fastify } = await withTable(t, 'id int PRIMARY KEY')
  const pid = await db.value('SELECT pg_backend_pid()')
  await t.rejects(db.run('SELEC 1'), { code: '42601', severity: 'ERROR' })
  await t.rejects(db.one('SELECT $1::int', ['x']), { code: '22P02' })
  await t.rejects(db.one('SELECT $1', ['nul \0 byte']), { code: 'GNAR_ERR_PG_NUL_CHARACTER' })
  for (let n = 0; n < 3; n++) {
    await t.rejects(db.one('SELECT $1::int, $2::int', [1]), { code: '08P01', message: 'requires 2' })
    await t.rejects(db.one('SELECT $1::int', [1, 2]), { code: '08P01', message: 'requires 1' })
  }
  t.equal(await db.value('SELECT pg_backend_pid()'), pid)
  t.equal(fastify.pg.pool.totalCount, 1)
})

t.test('P2 a value that cannot be sent fails with its own error', async (t) => {
  const { db } = await withTable(t, 'id int')
  const circular: Record<string, unknown> = {}
  circular.self = circular
  for (let n = 0; n < 3; n++) await t.rejects(db.value('SELECT $1::jsonb', [circular]), TypeError)
  t.strictSame(await db.value('SELECT $1::jsonb', [{ a: 1 }]), { a: 1 })
})

t.test('P2 values are returned as the README says', async (t) => {
  const { db } = await withTable(t, 'id int')
  const row =
    await db.one(`SELECT true AS bool, 1::int2 AS int2, 2::int4 AS int4, 9007199254740993::int8 AS int8,
    1.50::numeric AS numeric, 1.5::float8 AS float8, 'gnarly 🤙' AS text, NULL::text AS "null",
    '{"a": [1, null]}'::json AS json, '[1]'::jsonb AS jsonb, '\\x00ff'::bytea AS bytea,
    '2026-11-23 20:03:30.840+02'::timestamptz AS timestamptz, '2026-11-23'::date AS date,
    ARRAY[1, NULL, 3] AS int_array, ARRAY['a,"b', '{}'] AS text_array, ARRAY[[1, 2], [3, 4]] AS nested,
    ARRAY[1]::int8[] AS int8_array, ARRAY[12345678901234567890.123, NULL] AS numeric_array,
    ARRAY['2026-11-23 20:03:30.840+02'::timestamptz] AS timestamptz_array, ARRAY['\\x00ff'::bytea] AS bytea_array,
    ARRAY['{"a": 1}'::jsonb] AS jsonb_array, '00000000-0000-4000-8000-000000000000'::uuid AS uuid`)
  t.strictSame(row, {
    bool: true,
    int2: 1,
    int4: 2,
    int8: '9007199254740993',
    numeric: '1.50',
    float8: 1.5,
    text: 'gnarly 🤙',
    null: null,
    json: { a: [1, null] },
    jsonb: [1],
    bytea: Buffer.from([0, 255]),
    timestamptz: new Date('2026-11-23T18:03:30.840Z'),
    date: '2026-11-23',
    int_array: [1, null, 3],
    text_array: ['a,"b', '{}'],
    nested: [
      [1, 2],
      [3, 4]
    ],
    int8_array: ['1'],
    numeric_array: ['12345678901234567890.123', null],
    timestamptz_array: [new Date('2026-11-23T18:03:30.840Z')],
    bytea_array: [Buffer.from([0, 255])],
    jsonb_array: [{ a: 1 }],
    uuid: '00000000-0000-4000-8000-000000000000'
  })
})

t.test('P2 parameters are sent as the README says', async (t) => {
  const { db, table } = await withTable(
    t,
    'text text, jsonb jsonb, bytea bytea, at timestamptz, ints int[], numeric numeric, big int8'
  )
  const at = new Date('2026-11-23T18:03:30.840Z')
  await db.run(`INSERT INTO ${table} VALUES ($1, $2, $3, $4, $5, $6, $7)`, [
    '🤙🏽 é \u{10ffff}',
    JSON.stringify(['an', 'array']),
    Buffer.from('bytes'),
    at,
    [1, null, 3],
    '12345678901234567890.123',
    2n ** 62n
  ])
  t.strictSame(await db.one(`SELECT * FROM ${table}`), {
    text: '🤙🏽 é \u{10ffff}',
    jsonb: ['an', 'array'],
    bytea: Buffer.from('bytes'),
    at,
    ints: [1, null, 3],
    numeric: '12345678901234567890.123',
    big: '4611686018427387904'
  })
  t.equal(await db.value('SELECT $1::text', [undefined]), null)
})

t.test('P2 parsers change how a type is returned, for this plugin only', async (t) => {
  const { db, pg } = await start(t, { parsers: { int8: BigInt, date: String } })
  const bare = await start(t)
  const text = "SELECT 5::int8 AS big, '2026-11-23'::date AS day"
  t.strictSame(await db.one(text), { big: 5n, day: '2026-11-23' })
  t.strictSame((await pg.query(text)).rows, [{ big: 5n, day: '2026-11-23' }])
  t.equal(await bare.db.value(text), '5')
  t.strictSame(await db.value('SELECT ARRAY[5, NULL]::int8[]'), [5n, null], 'in arrays, too')
  t.strictSame(await db.value("SELECT ARRAY[['2026-11-23'::date]]"), [['2026-11-23']])
  await t.rejects(start(t, { parsers: { bigint: BigInt } }), {
    code: 'GNAR_ERR_CONFIGURATION',
    message: 'names no type of Postgres with "bigint"'
  })
})

t.test('P2 fastify.pg remains available', async (t) => {
  const { pg } = await start(t)
  t.strictSame((await pg.query('SELECT $1::int AS id', [1])).rows, [{ id: 1 }])
  const client = await pg.connect()
  t.strictSame((await client.query('SELECT 2 AS id')).rows, [{ id: 2 }])
  client.release()
})

t.test('P2 options are never changed, and two apps may share them', async (t) => {
  const options = Object.freeze({
    env: Object.freeze({ ...local.env }),
    poolSize: 2,
    parsers: Object.freeze({})
  })
  for (const fastify of [await start(t, options), await start(t, options)]) {
    t.equal(await fastify.db.value('SELECT 1'), 1)
  }
})

t.test(
  'P12 a date stays the day that it is in every time zone, and numbers travel through a route',
  async (t) => {
    const { TZ } = process.env
    t.after(() => {
      if (TZ === undefined) delete process.env.TZ
      else process.env.TZ = TZ
    })
    for (const zone of ['Asia/Tokyo', 'America/St_Johns', 'UTC']) {
      process.env.TZ = zone
      const fastify = Fastify()
      t.after(() => fastify.close())
      await fastify.register(gnarPg, { env: local.env, parsers: { int8: Number, numeric: Number } })
      fastify.get('/', async () =>
        fastify.db.one(
          "SELECT '2026-11-23'::date AS day, ARRAY['2026-03-01'::date] AS days, 9007199254740991 AS big, 12.5 AS price"
        )
      )
      const { body } = await fastify.inject('/')
      t.strictSame(
        JSON.parse(body),
        { day: '2026-11-23', days: ['2026-03-01'], big: 9007199254740991, price: 12.5 },
        zone
      )
      t.equal(await fastify.db.value('SELECT $1::date::text', ['2026-11-23']), '2026-11-23')
    }
  }
)

t.test(
  "P2 in development a failure names the statement's text and the caller's line, never its values",
  async (t) => {
    const { db } = await start(t)
    const failing: (() => Promise<unknown>)[] = [
      () => db.one('SELECT nothing FROM pg_class WHERE relname = $1', ['hunter2']),
      () => db.transact((tx) => tx.all('SELECT nothing FROM pg_class WHERE relname = $1', ['hunter2'])),
      () =>
        db.transact((tx) =>
          tx.transact((inner) => inner.run('SELECT nothing FROM pg_class WHERE relname = $1', ['hunter2']))
        )
    ]
    for (const fail of failing) {
      const stack = await stackOf(fail())
      t.match(stack, 'in the statement: SELECT nothing FROM pg_class WHERE relname = $1')
      t.match(String(stack).split('\n')[2], /queries\.test\.ts:\d+/)
      t.notMatch(stack, 'hunter2')
    }
    const other = await start(t, { production: true })
    const stack = await stackOf(other.db.run('SELECT nothing'))
    t.notMatch(stack, 'in the statement')
  }
)

function stackOf(failing: Promise<unknown>): Promise<string> {
  return failing.then(
    () => '',
    (error: Error) => String(error.stack)
  )
}

t.test('P2 text with U+0000 is a 400 that names the field, and the connection stays', async (t) => {
  const { db } = await start(t, { poolSize: 1 })
  await db.run('CREATE TABLE nul (id int, name text, data jsonb)')
  const pid = await db.value('SELECT pg_backend_pid()')
  const failing: [string, unknown[], string][] = [
    ['INSERT INTO nul (id, name) VALUES ($1, $2)', [1, 'a\0b'], 'name'],
    ['INSERT INTO nul (id, data) VALUES ($1, $2::jsonb)', [1, { a: '\0' }], 'data'],
    ['UPDATE nul SET id = $2 WHERE nul.name = $1', ['\0', 1], 'name'],
    ['SELECT upper($1)', ['\0'], 'parameter $1']
  ]
  for (const [text, values, field] of failing) {
    await t.rejects(db.run(text, values), {
      code: 'GNAR_ERR_PG_NUL_CHARACTER',
      statusCode: 400,
      expose: true,
      message: `${field} must not contain the character U+0000`
    })
  }
  t.equal(await db.value('SELECT pg_backend_pid()'), pid)
})
