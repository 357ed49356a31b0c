import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { setImmediate, setTimeout as sleep } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { createWatcher } from '../src/watcher.ts'

async function watch(t: Test) {
  const folder = t.testdir({ app: { 'main.ts': '', user: { 'apis.ts': '' } }, 'other.ts': '' })
  const bursts: string[][] = []
  let waiting: ((files: string[]) => void) | undefined
  const watcher = createWatcher(
    [join(folder, 'app')],
    [join(folder, '.env')],
    (changes) => {
      const files = changes.map(({ path, kind }) => `${relative(folder, path)} ${kind}`)
      if (waiting === undefined) bursts.push(files)
      else waiting(files)
      waiting = undefined
    },
    t.error
  )
  t.after(() => watcher.close())
  await watcher.ready
  return {
    watcher,
    folder,
    /** The files of the next burst of changes. */
    next: () =>
      new Promise<string[]>((resolve) => {
        const files = bursts.shift()
        if (files === undefined) waiting = resolve
        else resolve(files)
      })
  }
}

t.test('A8 a burst of saves is one reload, a few at most on a busy machine', async (t) => {
  const { folder, next } = await watch(t)
  const names = Array.from({ length: 20 }, (_, index) => `app/file-${index + 10}.ts`)
  for (const name of names) writeFileSync(join(folder, name), 'x')
  const seen: string[] = []
  let bursts = 0
  while (seen.length < names.length) {
    seen.push(...(await next()))
    bursts += 1
  }
  t.same(
    seen.sort(),
    names.map((name) => `${name} added`)
  )
  t.ok(bursts <= 5, `${bursts} reloads`)
})

t.test('A8 files that come, go and move are changes', async (t) => {
  const { folder, next } = await watch(t)
  writeFileSync(join(folder, '.env'), 'A=1')
  t.same(await next(), ['.env added'])
  rmSync(join(folder, 'app/main.ts'))
  t.same(await next(), ['app/main.ts removed'])
  renameSync(join(folder, 'app/user'), join(folder, 'app/member'))
  const seen = new Set(await next())
  while (seen.size < 2) for (const file of await next()) seen.add(file)
  t.same([...seen].sort(), ['app/member/apis.ts added', 'app/user/apis.ts removed'])
})

t.test('A8 what editors leave behind, packages and dot files are no changes', async (t) => {
  const { folder, next } = await watch(t)
  mkdirSync(join(folder, 'app/node_modules/x'), { recursive: true })
  for (const name of ['node_modules/x/i.js', '.main.ts.swp', 'main.ts~', 'app.log', '4913', '../other.ts']) {
    writeFileSync(join(folder, 'app', name), '')
  }
  rmSync(join(folder, 'app/4913'))
  writeFileSync(join(folder, 'app/main.ts.1'), 'x')
  renameSync(join(folder, 'app/main.ts.1'), join(folder, 'app/main.ts'))
  t.same(await next(), ['app/main.ts changed'])
  writeFileSync(join(folder, 'app/last.ts'), '')
  t.same(await next(), ['app/last.ts added'])
})

t.test('A8 a path that is missed is waited for, outside the watched folders as well', async (t) => {
  const { watcher, folder, next } = await watch(t)
  watcher.awaitFiles([join(folder, 'shared/deep/constants.ts'), join(folder, 'never.ts')])
  mkdirSync(join(folder, 'shared/deep'), { recursive: true })
  writeFileSync(join(folder, 'shared/deep/constants.ts'), '')
  t.same(await next(), ['shared/deep/constants.ts added'])
})

t.test('A8 a folder that is added later is watched from then on', async (t) => {
  const { watcher, folder, next } = await watch(t)
  mkdirSync(join(folder, 'lib'))
  watcher.add(join(folder, 'lib'))
  watcher.add(join(folder, 'lib'))
  const saving = setInterval(() => writeFileSync(join(folder, 'lib/shared.ts'), ''), 100)
  t.same(await next(), ['lib/shared.ts added'])
  clearInterval(saving)
})

const watches = () => process.getActiveResourcesInfo().filter((name) => name === 'FSEventWrap').length

t.test('A8 after the end nothing is watched, though an app that starts says where it is', async (t) => {
  const { watcher, folder } = await watch(t)
  t.ok(watches() > 0)
  await watcher.close()
  watcher.add(folder)
  await sleep(100)
  t.equal(watches(), 0)
})

for (const turns of [0, 1, 2, 3]) {
  t.test(`A8 after the end nothing is watched, though files go ${turns} turns before it`, async (t) => {
    const { watcher, folder } = await watch(t)
    rmSync(folder, { recursive: true })
    for (let turn = 0; turn < turns; turn++) await setImmediate()
    await watcher.close()
    await sleep(100)
    t.equal(watches(), 0)
  })
}
