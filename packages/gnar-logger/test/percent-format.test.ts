import { readFileSync } from 'node:fs'
import { basename, extname } from 'node:path'
import t from 'tap'
import { createAsctime } from '../src/asctime.ts'
import { compileTextFormat } from '../src/text-line.ts'

interface Record_ {
  time: number
  level: string
  levelno: number
  name: string
  pathname: string
  lineno: number
  funcName: string
  process: number
  message: string
  reqId: string
}
interface Fixture {
  records: Record_[]
  pairs: { format: string; msecFormat: string; record: number; text?: string; refused?: true }[]
}

process.env.TZ = 'UTC'
const fixture = new URL('fixtures/percent-formats.json', import.meta.url)
const { records, pairs } = JSON.parse(readFileSync(fixture, 'utf8')) as Fixture

function write(format: string, msecFormat: string, record: Record_): string {
  const filename = basename(record.pathname)
  return compileTextFormat(format)([
    createAsctime(msecFormat)(record.time),
    record.time / 1000,
    record.time % 1000,
    record.level,
    record.levelno,
    record.name,
    filename.slice(0, filename.length - extname(filename).length),
    filename,
    record.pathname,
    record.lineno,
    record.funcName,
    record.process,
    record.message,
    record.reqId
  ])
}

t.test('L2 L4 every pair of format and record is written as in Python', async (t) => {
  t.ok(pairs.length > 200)
  for (const { format, msecFormat, record, text, refused } of pairs) {
    const title = `${format} (${msecFormat}) of record ${record}`
    const run = () => write(format, msecFormat, records[record] as Record_)
    if (refused) t.throws(run, title)
    else t.equal(run(), text, title)
  }
})

t.test('L2 the largest width and precision do not fail at run time', async (t) => {
  const record = records[0] as Record_
  for (const type of 'srdf') {
    t.equal(write(`%(msecs)1000.100${type}`, '%s.%03d', record).length, 1000, type)
  }
  t.equal(write('%(message).99999s', '%s.%03d', record), record.message)
})

t.test('L2 an error in a format says what is wrong', async (t) => {
  const messages = [
    '%(nope)s',
    '%s',
    '%(levelname)d',
    '%(lineno)y',
    '%(message)*s',
    'plain',
    '%(message)',
    '%(created).101f',
    '%(lineno).101d',
    '%(message)1001s',
    '%(message)-99999999999999999999s',
    '%(lineno)x',
    '%(message)a'
  ].map((format) => {
    try {
      compileTextFormat(format)
      return 'no error'
    } catch (error) {
      return (error as Error).message
    }
  })
  t.matchSnapshot(messages.join('\n'))
})
