import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build, type Format } from 'esbuild'
import { startLocal } from 'gnar-local'
import t from 'tap'

const app = `
import Fastify from 'fastify'
import gnarSes from 'gnar-ses'

async function main() {
  const fastify = Fastify()
  await fastify.register(gnarSes)
  await fastify.getSesClient().sendEmail({
    Source: 'gear@example.com',
    Destination: { ToAddresses: ['rider@example.com'] },
    Message: { Subject: { Data: process.argv[2] }, Body: { Text: { Data: 'Hi' } } }
  })
  await fastify.close()
}

main()
`

/** What esbuild needs for CommonJS packages in an ES module, Fastify's own included. */
const requireBanner =
  "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url)"

const bundles: { format: Format; file: string; banner: string }[] = [
  { format: 'esm', file: 'app.mjs', banner: requireBanner },
  { format: 'cjs', file: 'app.cjs', banner: '' }
]

for (const { format, file, banner } of bundles) {
  t.test(`M2 an app in one ${format} file made by esbuild sends an e-mail`, async (t) => {
    const local = await startLocal({ ses: true })
    t.after(() => local.stop())
    const outfile = join(t.testdir(), file)
    await build({
      stdin: { contents: app, resolveDir: import.meta.dirname },
      bundle: true,
      platform: 'node',
      format,
      outfile,
      banner: { js: banner },
      conditions: ['gnar-source'],
      logLevel: 'error'
    })
    await promisify(execFile)(process.execPath, [outfile, format], {
      env: { PATH: process.env.PATH, ...local.env }
    })
    const store = await fetch(`${local.inboxUrl}/store`)
    const { emails } = (await store.json()) as { emails: unknown[] }
    t.match(emails.at(-1), { subject: format })
  })
}
