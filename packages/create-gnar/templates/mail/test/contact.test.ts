// @if !tap
import assert from 'node:assert/strict'
import { test } from 'node:test'
// @end
import { testApp } from 'gnar-gear/testing'
// @if tap
import { test } from 'tap'
// @end
import { options } from '../app/options.{{ext}}'

test('a message reaches the team', async (t) => {
  const app = await testApp(options)
  t.after(() => app.close())
  // @if tokens
  const client = app.as('ada')
  // @end
  // @if !tokens
  const client = app
  // @end

  await client.inject({ method: 'POST', url: '/contact', body: { text: 'More snow, please' } })
  const [mail] = await app.inbox()
  {{equal}}(mail?.text?.trim(), 'More snow, please')
})
