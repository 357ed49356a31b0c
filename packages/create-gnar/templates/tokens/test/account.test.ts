// @if !tap
import assert from 'node:assert/strict'
import { test } from 'node:test'
// @end
import { testApp } from 'gnar-gear/testing'
// @if tap
import { test } from 'tap'
// @end
import { options } from '../app/options.{{ext}}'

test('only a rider with a token sees their account', async (t) => {
  const app = await testApp(options)
  t.after(() => app.close())

  const response = await app.as('ada').inject('/account/mine')
  {{deepEqual}}(response.json(), { account: 'ada' })
  const refused = await app.inject('/account/mine')
  {{equal}}(refused.statusCode, 401)
})
