import { once } from 'node:events'
import { openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import sonicBoom from 'sonic-boom'
import t, { type Test } from 'tap'
import { gatherLines } from '../src/gather-lines.ts'

function open(t: Test) {
  const path = join(t.testdir(), 'log')
  const output = new sonicBoom.SonicBoom({ fd: openSync(path, 'w'), sync: false, contentMode: 'buffer' })
  t.after(() => output.end())
  return { output, lines: gatherLines(output), read: () => readFileSync(path, 'utf8') }
}

t.test('L1 lines of every length keep their order and their characters', async (t) => {
  const { lines, read } = open(t)
  const texts = Array.from({ length: 400 }, (_, index) => {
    const length = index % 50 === 0 ? 70_000 : index * 3
    return `${index} ${'a\u00e9\u20ac\u{1f3c2}'.repeat(length / 5)}\n`
  })
  for (const text of texts) lines.write(text)
  await new Promise((resolve) => lines.flush(resolve))
  t.equal(read(), texts.join(''))
})

t.test('L1 lines are gathered and written together after a while', async (t) => {
  const { output, lines, read } = open(t)
  // A waiting line does not keep a process alive, so the test has to.
  const alive = setInterval(() => {}, 1000)
  t.after(() => clearInterval(alive))
  lines.write('one\n')
  lines.write('two\n')
  t.equal(read(), '')
  t.strictSame(await once(output, 'write'), [8])
  t.equal(read(), 'one\ntwo\n')
})
