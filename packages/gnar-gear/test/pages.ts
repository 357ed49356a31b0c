import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Test } from 'tap'
import { freePort } from './free-port.ts'
import { root, run, untapped } from './packed.ts'

interface Block {
  page: string
  language: string
  text: string
  /** The file that the first line names. */
  path: string | undefined
}

/** The code blocks of a page. */
function blocksOf(page: string): Block[] {
  const text = readFileSync(join(root, 'packages/gnar-gear/docs', `${page}.md`), 'utf8')
  return [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(([, language = '', text = '']) => ({
    page,
    language,
    text,
    path: /^(?:\/\/|--|#) ([\w./-]+\.(?:ts|js|sql|yaml))(?::| *$)/m.exec(text.split('\n', 1)[0] ?? '')?.[1]
  }))
}

/** Makes a project of the files of a page that can use what is installed in `cwd`, and returns its folder. */
function projectOf(page: string, cwd: string, edit: (text: string) => string): string {
  const folder = join(cwd, 'pages', page)
  mkdirSync(folder, { recursive: true })
  symlinkSync(join(cwd, 'node_modules'), join(folder, 'node_modules'))
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: page, private: true, type: 'module' }))
  for (const { path, text } of blocksOf(page)) {
    if (path === undefined) continue
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), edit(text))
  }
  return folder
}

/** Follows the page to its end, in a shell, on a port of its own. */
export async function followGettingStarted(t: Test, cwd: string): Promise<void> {
  const port = await freePort()
  const edit = (text: string) => text.replaceAll('3000', String(port))
  const folder = projectOf('getting-started', cwd, edit)
  const blocks = blocksOf('getting-started')
  const [install = '', , dev = '', ask = '', test = '', build = ''] = blocks
    .filter(({ language }) => language === 'sh')
    .map(({ text }) => edit(text))
  const shell = (script: string) => run(folder, 'bash', '-c', script)

  const wanted = [...install.matchAll(/npm install(?: --save-dev)? (.*)/g)].flatMap(([, names = '']) =>
    names.split(' ').map((name) => name.replace(/(.)@.*/, '$1'))
  )
  t.ok(wanted.length > 5)
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(cwd, 'package.json'), 'utf8'))
  for (const name of wanted) t.ok(name in { ...dependencies, ...devDependencies }, name)

  const server = spawn('env', [...untapped, 'bash', '-c', `exec ${dev}`], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true
  })
  const ended = once(server, 'close')
  let log = ''
  const listening = new Promise<void>((resolve) => {
    server.stdout.on('data', (chunk) => {
      log += chunk
      if (log.includes(`:${port}`)) resolve()
    })
  })
  await Promise.race([listening, ended])
  const printed = blocks.find(({ language, text }) => language === '' && text.startsWith('{'))?.text ?? ''
  const written = await shell(ask)
  // As Ctrl-C does, which reaches npx and what it runs.
  if (server.pid !== undefined) process.kill(-server.pid, 'SIGINT')
  await ended
  const masked = written
    .replaceAll(/"(requestId|traceback)":"(?:[^"\\]|\\.)*"/g, '"$1":"…"')
    .replaceAll('}{', '}\n{')
  t.equal(masked.split('\n').slice(-2).join('\n'), printed.trimEnd(), log)

  t.match(await shell(test), /^# pass 1$/m)
  writeFileSync(join(folder, 'tsconfig.json'), blocks.find(({ language }) => language === 'json')?.text ?? '')
  const listed = await shell(`${build.replace('npx gnar env', '! npx gnar env')}`)
  t.match(listed, /GNAR_PG_ENDPOINT +MISSING/)
}
