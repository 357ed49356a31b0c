import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Test } from 'tap'

/** The packages that the project of a test may import. */
const packages = fileURLToPath(new URL('../node_modules', import.meta.url))

/** The main module of each test, unless the test has its own. */
export const main = `import { GnarApp } from 'gnar-gear'

await new GnarApp('my_gnarly_app', { production: false, port: 0, noDb: true, noJwt: true }).run()
`

/** A route module that returns a text. */
export const returning = (text: string) => `import type { FastifyInstance } from 'fastify'

export default async function routes(fastify: FastifyInstance) {
  fastify.get('/', async () => ({ text: '${text}' }))
}
`

/** A route module that prints a line when it gets a request, and responds after three seconds, once the project has a file `go`. */
export const slow = `import { existsSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'

export default async function routes(fastify: FastifyInstance) {
  fastify.get('/', async () => {
    console.log('slow is asked')
    await setTimeout(3000)
    while (!existsSync('go')) await setTimeout(20)
    return { text: 'slow' }
  })
}
`

/** A project on disk, with what an editor does to it. */
export function makeProject(t: Test, files: Record<string, string> = {}) {
  const folder = t.testdir({ node_modules: t.fixture('symlink', packages) })
  const path = (file: string) => join(folder, file)

  function save(file: string, text: string): void {
    mkdirSync(dirname(path(file)), { recursive: true })
    writeFileSync(path(file), text)
  }

  const all = {
    'package.json': '{ "type": "module" }',
    'app/main.ts': main,
    'app/user/apis.ts': returning('user'),
    ...files
  }
  for (const [file, text] of Object.entries(all)) save(file, text)

  return {
    folder,
    save,
    remove: (file: string) => rmSync(path(file)),
    rename: (from: string, to: string) => renameSync(path(from), path(to))
  }
}
