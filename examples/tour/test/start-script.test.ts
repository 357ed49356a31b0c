import { readFile } from 'node:fs/promises'
import t from 'tap'

t.test('npm start says what it does before each step that takes its time', async (t) => {
  const { scripts } = JSON.parse(await readFile(new URL('../../../package.json', import.meta.url), 'utf8'))
  t.match(scripts.prestart.split(' && '), [
    /^echo Installing/,
    'npm run --silent setup',
    /^echo Compiling/,
    /^tsc -b/
  ])
})
