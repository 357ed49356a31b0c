import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, realpathSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import t from 'tap'
import manifest from '../package.json' with { type: 'json' }

t.test('A2 Fastify is a peer dependency, so that an app has one copy of it', async (t) => {
  t.match(manifest, { peerDependencies: { fastify: '^5.12.0' } })
  t.notOk('fastify' in manifest.dependencies)
})

t.test('A2 two copies of Fastify are an error that names both and says what to do', async (t) => {
  const copy = copyFastify(join(t.testdir(), 'node_modules'))
  const hooks = `export function resolve(specifier, context, next) {
    const isLogger = specifier === 'fastify' && /gnar-logger/.test(context.parentURL)
    return isLogger ? { url: ${JSON.stringify(pathToFileURL(copy).href)}, shortCircuit: true } : next(specifier, context)
  }`
  const gear = new URL('../src/index.ts', import.meta.url).href
  const main = `
    import { register } from 'node:module'
    register('data:text/javascript,' + encodeURIComponent(${JSON.stringify(hooks)}))
    const { GnarApp } = await import(${JSON.stringify(gear)})
    await new GnarApp('my_app', { production: false, port: 0 }).run().catch(({ code, message }) =>
      console.log(JSON.stringify({ code, message }))
    )`
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...['--import=ts-blank-space/register', '--conditions=gnar-source', '--input-type=module', '-e'],
    main
  ])
  const { code, message } = JSON.parse(stdout) as { code: string; message: string }
  t.equal(code, 'GNAR_ERR_GEAR_TWO_FASTIFYS')
  t.match(
    message,
    /^two copies of Fastify are installed: gnar-gear loads .*fastify, gnar-logger loads .*fastify; run npm ls fastify to see why, and npm dedupe to keep one$/
  )
})

/** Fastify's folder once more, with the same dependencies. @returns its main module */
function copyFastify(folder: string): string {
  const original = realpathSync(dirname(createRequire(import.meta.url).resolve('fastify')))
  mkdirSync(folder, { recursive: true })
  cpSync(original, join(folder, 'fastify'), { recursive: true })
  const siblings = join(original, '..')
  for (const name of readdirSync(siblings).filter((name) => name !== 'fastify')) {
    symlinkSync(join(siblings, name), join(folder, name))
  }
  return join(folder, 'fastify/fastify.js')
}
