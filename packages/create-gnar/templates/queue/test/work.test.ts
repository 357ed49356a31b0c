// @if !tap
import assert from 'node:assert/strict'
import { test } from 'node:test'
// @end
import { testApp } from 'gnar-gear/testing'
// @if tap
import { test } from 'tap'
// @end
import { options } from '../app/options.{{ext}}'

test('a message is handled', async (t) => {
  const app = await testApp(options)
  t.after(() => app.close())
  const queue = app.queue('{{name}}-work')

  await queue.send({ text: 'Tune the edges' })
  await queue.drain()
  // @if postgres
  {{deepEqual}}(await app.server.db.all('SELECT text FROM note'), [{ text: 'Tune the edges' }])
  // @end
  // @if !postgres
  {{deepEqual}}(await queue.take(), [])
  // @end
})
