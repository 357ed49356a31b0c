import t from 'tap'
import { createMessages } from '../src/messages.ts'

t.test('A8 on a terminal messages and code frames are in colour', async (t) => {
  const folder = t.testdir({ app: { 'main.ts': 'one()\ntwo()\nthree()\n' } })
  const main = `${folder}/app/main.ts`
  let printed = ''
  const messages = createMessages(
    (text) => {
      printed += text
    },
    true,
    folder
  )
  const stack = `TypeError: no luck\n    at two (${main}:2:1)\n    at async node:internal/x:1:1`
  messages.appFailed(main, { name: 'TypeError', message: 'no luck', stack }, 'older app')
  messages.appRecovered(main)
  messages.reloaded(7)
  t.matchSnapshot(printed.replaceAll('\u001b', '<esc>').replaceAll(folder, '<folder>'))
})

t.test('A8 many changes are one line', async (t) => {
  let printed = ''
  const messages = createMessages(
    (text) => {
      printed += text
    },
    false,
    '/project'
  )
  const names = ['a', 'b', 'c', 'd', 'e']
  messages.changed(names.map((name) => ({ path: `/project/${name}`, kind: 'added' as const })))
  t.equal(printed, 'gnar  a added, b added, c added and 2 more\n')
  printed = ''
  messages.watchFailed(new Error('no watches left'))
  messages.watchFailed('odd')
  t.equal(
    printed,
    'gnar  some changes may be missed: no watches left\ngnar  some changes may be missed: odd\n'
  )
})

t.test('A8 an error without a file, or whose file is gone, is shown without source', async (t) => {
  let printed = ''
  const messages = createMessages(
    (text) => {
      printed += text
    },
    false,
    '/project'
  )
  for (const stack of ['Error: gone\n    at x (/project/app/gone.ts:3:1)', 'Error: bare']) {
    messages.crashed('/project/app/main.ts', { name: 'Error', message: 'x', stack })
  }
  t.matchSnapshot(printed)
})
