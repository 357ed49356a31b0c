import { Validator } from '@seriousme/openapi-schema-validator'
import t from 'tap'
import { start } from './everything.ts'

for (const style of ['gnar', 'http', 'problem', undefined] as const) {
  t.test(
    `O1 O2 the document describes every route, with failures in style ${style ?? "Fastify's"}`,
    async (t) => {
      const fastify = await start(t, { style })
      const document = fastify.openapi()
      const { valid, errors } = await new Validator().validate(structuredClone({ ...document }))
      t.strictSame(errors, undefined)
      t.ok(valid)
      t.matchSnapshot(JSON.stringify(document, null, 2))
    }
  )
}
