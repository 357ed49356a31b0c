// @if !tap
import assert from 'node:assert/strict'
import { test } from 'node:test'
// @end
import { testApp } from 'gnar-gear/testing'
// @if tap
import { test } from 'tap'
// @end
import { options } from '../app/options.{{ext}}'

test('a note that was written is listed', async (t) => {
  const app = await testApp(options)
  t.after(() => app.close())
  // @if tokens
  const client = app.as('ada')
  // @end
  // @if !tokens
  const client = app
  // @end

  const written = await client.inject({ method: 'POST', url: '/note', body: { text: 'Wax the board' } })
  {{equal}}(written.statusCode, 201)
  {{deepEqual}}((await client.inject('/note')).json(), [{ text: 'Wax the board' }])
  // @if tokens
  {{equal}}((await app.inject('/note')).statusCode, 401)
  // @end
})
