import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { startAppProcess } from '../src/app-process.ts'
import { createNextProcess } from '../src/next-process.ts'
import { main, makeProject, returning } from './project.ts'

/** A project, and the process of its next start. */
function makeNext(t: Test, files: Record<string, string> = {}) {
  const project = makeProject(t, files)
  const { folder: cwd } = project
  const next = createNextProcess({
    command: 'dev',
    main: join(cwd, 'app/main.ts'),
    cwd,
    env: { GNAR_LOG_LEVEL: 'CRITICAL' },
    stdout: 'inherit'
  })
  t.after(() => next.discard())
  return { ...project, next }
}

/** Waits until an app is ready or has failed. */
async function outcome(child: ChildProcess): Promise<{ type: string; title?: string }> {
  for (;;) {
    const [message] = await once(child, 'message')
    if (message.type === 'ready' || message.type === 'failed') return message
  }
}

async function end(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL')
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
}

t.test('A8 a prepared process runs the main module as it is at the start', async (t) => {
  const { next, save } = makeNext(t, { 'app/main.ts': 'throw new Error("too early")\n' })
  next.prepare()
  next.prepare()
  save('app/main.ts', main)
  const child = next.start(false)
  t.match(await outcome(child), { type: 'ready', title: 'Gnar-MyGnarlyApp development server is up' })
  await end(child)
})

t.test('A8 without a prepared process, a start creates one', async (t) => {
  const { next } = makeNext(t, { 'app/user/apis.ts': returning('user') })
  const child = next.start(false)
  t.match(await outcome(child), { type: 'ready' })
  await end(child)
})

t.test('A8 an outdated prepared process ends before another replaces it', async (t) => {
  const { next, save } = makeNext(t)
  next.prepare()
  save('.env', 'GNAR_LOG_FORMAT=%(nonsense)s\n')
  await next.discard()
  const child = next.start(false)
  t.match(await outcome(child), { type: 'failed', error: { message: /nonsense/ } })
  await end(child)
})

t.test('A8 a process that waits for its start ends with its parent', async (t) => {
  const { folder: cwd } = makeProject(t, { 'app/main.ts': 'throw new Error("too early")\n' })
  const imports = [new URL('../src/wait-for-start.ts', import.meta.url).href]
  const child = startAppProcess({
    command: 'dev',
    main: join(cwd, 'app/main.ts'),
    cwd,
    imports,
    stdout: 'inherit'
  })
  child.disconnect()
  t.same(await once(child, 'exit'), [0, null])
})
