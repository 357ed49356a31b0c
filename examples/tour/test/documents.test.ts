import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { Validator } from '@seriousme/openapi-schema-validator'
import t from 'tap'

interface Operation {
  summary?: string
  requestBody?: { content: Record<string, { schema?: object }> }
  responses: Record<string, { content?: Record<string, { schema?: object }> }>
}

const gnar = fileURLToPath(new URL('../bin/gnar.js', import.meta.resolve('gnar-cli')))

for (const name of ['piste', 'off-piste']) {
  const folder = dirname(fileURLToPath(import.meta.resolve(`${name}/package.json`)))

  t.test(`O3 the document of ${name} is the committed one`, async (t) => {
    const args = [gnar, 'openapi', 'app/main.ts', '--check', 'openapi.json']
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { cwd: folder })
    t.equal(stdout + stderr, '')
  })

  t.test(`O3 the document of ${name} is valid OpenAPI 3.1 and complete`, async (t) => {
    const document = JSON.parse(await readFile(join(folder, 'openapi.json'), 'utf8'))
    const operations = Object.values<Record<string, Operation>>(document.paths).flatMap((path) =>
      Object.values(path)
    )
    t.ok(operations.length > 0)
    for (const { summary, requestBody, responses } of operations) {
      t.ok(summary, JSON.stringify(responses).slice(0, 60))
      const contents = [requestBody, ...Object.values(responses)].flatMap((part) =>
        Object.values(part?.content ?? {})
      )
      for (const { schema } of contents) t.ok(schema, `${summary} describes every body`)
      t.notMatch(JSON.stringify(responses), '{"anyOf":[{},', `${summary} describes what it returns`)
    }
    const { valid, errors } = await new Validator().validate(document)
    t.strictSame(errors, undefined)
    t.ok(valid)
  })
}
