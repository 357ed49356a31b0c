import { join } from 'node:path'
import t from 'tap'
import { runChild, startChild } from './child-app.ts'

const options =
  'production: false, port: 0, noDb: true, noJwt: true, argon2: { memoryCost: 8, timeCost: 1, parallelism: 1 }'
const main = (more = '') => `await new GnarApp('my_gnarly_app', { ${options}, ${more} }).run()\n`
const files = {
  bad: {
    'apis.mjs': `
import { once } from 'node:events'
export default async (fastify) => {
  fastify.get('/rejects', async () => {
    Promise.reject(new Error('nobody waits'))
    return 'answered'
  })
  fastify.get('/throws', async () => {
    setTimeout(() => { throw new Error('nobody catches') })
    return 'answered'
  })
  fastify.get('/text', async () => {
    Promise.reject('just text')
    return 'answered'
  })
  fastify.get('/twice', async () => {
    Promise.reject(new Error('first'))
    setTimeout(() => { throw new Error('second') }, 50)
    return 'answered'
  })
  fastify.get('/wait', async () => {
    console.log('waiting')
    await once(process, 'SIGUSR2')
    return 'at last'
  })
}
`
  }
}

for (const [path, message] of [
  ['rejects', /nobody waits/],
  ['throws', /nobody catches/],
  ['text', /A non-Error value was thrown and not caught: .*just text/]
] as const) {
  t.test(`A11 an error that nobody handles (${path}) is logged once, drains, and exits with 1`, async (t) => {
    const child = startChild(t, main(), { files })
    const [, url] = await child.says(/is up at (\S+)/)
    const waiting = fetch(`${url}/bad/wait`)
    await child.says(/waiting/)
    t.equal(await (await fetch(`${url}/bad/${path}`)).text(), 'answered')
    await child.says(new RegExp(`CRITICAL .*${message.source}`))
    child.process.kill('SIGUSR2')
    t.equal(await (await waiting).text(), 'at last', 'the request in flight finishes')
    t.equal(await child.ends(), 1)
    t.equal(
      child.output().match(new RegExp(message, 'g'))?.length,
      path === 'text' ? 1 : 2,
      'message and stack'
    )
    t.notMatch(child.output(), /triggerUncaughtException|node:internal\/process\/promises/)
  })
}

t.test('A11 a second error ends the process at once', async (t) => {
  const child = startChild(t, main('closeTimeoutMs: 60000'), { files })
  const [, url] = await child.says(/is up at (\S+)/)
  fetch(`${url}/bad/wait`).catch(() => {})
  await child.says(/waiting/)
  await fetch(`${url}/bad/twice`)
  t.equal(await child.ends(), 1)
  t.match(child.output(), /CRITICAL .*first[\s\S]*CRITICAL .*second/)
})

t.test("A11 onUncaughtError: 'exit' leaves the error to Node", async (t) => {
  const child = startChild(t, main("onUncaughtError: 'exit'"), { files })
  const [, url] = await child.says(/is up at (\S+)/)
  await fetch(`${url}/bad/rejects`).catch(() => {})
  t.equal(await child.ends(), 1)
  t.notMatch(child.output(), 'CRITICAL')
  t.match(child.output(), /Node\.js v/)
})

t.test('A11 an app that cannot start says why in one line of the log, and exits with 1', async (t) => {
  const child = startChild(
    t,
    "await new GnarApp('my_app', { production: true, port: 0, noJwt: true }).run()\n"
  )
  t.equal(await child.ends(), 1)
  await child.says(/CRITICAL .*GNAR_PG_ENDPOINT .* is required/)
  t.notMatch(child.output(), /at .*\.ts:\d+|Node\.js v/)
})

t.test('A11 an unexpected error of the start keeps its stack', async (t) => {
  const child = startChild(t, main('steps: { postconfig() { null.x } }'))
  t.equal(await child.ends(), 1)
  await child.says(/CRITICAL .*the step postconfig failed: Cannot read properties of null/)
})

t.test('A8 a production start loads no file of command/', async (t) => {
  const source = new URL('../src/index.ts', import.meta.url).href
  const hooks = `
import { writeSync } from 'node:fs'
export async function resolve(specifier, context, next) {
  const found = await next(specifier, context)
  if (found.url.includes('/gnar-gear/')) writeSync(1, 'LOADED ' + found.url + '\\n')
  return found
}
`
  const production = options.replace('production: false', 'production: true')
  const folder = t.testdir({
    'hooks.mjs': hooks,
    'main.mjs': `import { register } from 'node:module'
register('./hooks.mjs', import.meta.url)
const { GnarApp } = await import('${source}')
await new GnarApp('my_app', { ${production}, routes: false, drainDelayMs: 0 }).run()
`
  })
  const child = runChild(t, join(folder, 'main.mjs'))
  await child.says(/is up at/)
  t.match(child.output(), /LOADED .*\/gnar-gear\/src\/steps\/table\.ts/)
  t.notMatch(child.output(), /LOADED .*\/gnar-gear\/src\/command\//)
})
