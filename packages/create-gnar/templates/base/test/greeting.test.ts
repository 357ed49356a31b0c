// @if !tap
import assert from 'node:assert/strict'
import { test } from 'node:test'
// @end
import { testApp } from 'gnar-gear/testing'
// @if tap
import { test } from 'tap'
// @end
import { options } from '../app/options.{{ext}}'

test('a rider is greeted', async (t) => {
  const app = await testApp(options)
  t.after(() => app.close())

  const response = await app.inject({ method: 'POST', url: '/greeting', body: { name: 'Ada' } })
  {{deepEqual}}(response.json(), { greeting: 'Hello, Ada!' })
  const refused = await app.inject({ method: 'POST', url: '/greeting', body: {} })
  {{equal}}(refused.statusCode, 400)
})
