import { readFile } from 'node:fs/promises'
import { CommanderError } from 'commander'
import t from 'tap'
import { createProgram } from '../src/program.ts'
import { runGnar } from './run-gnar.ts'

/** What a command line prints, without a process of its own. */
async function parse(args: readonly string[]): Promise<string> {
  let printed = ''
  const program = createProgram()
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({
      writeOut: (text) => {
        printed += text
      },
      writeErr: (text) => {
        printed += text
      }
    })
  }
  await program.parseAsync(args, { from: 'user' }).catch((error) => {
    if (!(error instanceof CommanderError)) printed += error.message
  })
  return printed
}

t.test('each command has its help', async (t) => {
  t.matchSnapshot(await parse(['--help']), 'gnar --help')
  for (const command of createProgram().commands) {
    const name = command.name()
    t.matchSnapshot(await parse([name, '--help']), `gnar ${name} --help`)
  }
})

t.test('a mistake is one line that says what to do', async (t) => {
  const mistakes = [
    ['new'],
    ['strat'],
    ['dev', '--hots', 'x'],
    ['dev', 'app/man.ts'],
    ['dev', 'a', 'b'],
    ['start']
  ]
  for (const args of mistakes) t.matchSnapshot(await parse(args), ['gnar', ...args].join(' '))
})

t.test('a mistake exits with code 1 and shows no stack', async (t) => {
  const folder = t.testdir({})
  for (const args of [['dev'], ['strat']]) {
    const { code, stdout, stderr } = await runGnar(args, folder)
    t.equal(code, 1)
    t.equal(stdout, '')
    t.match(stderr, /^gnar: .+\n$/, 'one line')
    t.match(stderr, /no main module at app\/main\.ts|Unknown command 'strat'/)
  }
})

t.test('gnar start refuses TypeScript where Node does not strip types', async (t) => {
  const folder = t.testdir({ 'main.ts': 'console.log(`ran`)' })
  const { code, stdout, stderr } = await runGnar(['start', 'main.ts'], folder, { NODE_OPTIONS: '' })
  if ('typescript' in process.features) {
    t.equal(stdout, 'ran\n')
    return
  }
  t.equal(code, 1)
  t.match(stderr, /cannot run .*main\.ts, and gnar start does not compile/)
})

t.test('R4 gnar start runs the built app for production, in the same process', async (t) => {
  const script =
    'console.log(process.argv[1], process.env.NODE_ENV); setInterval(() => {}, 60_000); process.kill(process.pid)'
  const folder = t.testdir({ dist: { app: { 'main.js': script } } })
  const { code, stdout, stderr } = await runGnar(['start'], folder)
  t.equal(stderr, '')
  t.equal(stdout, `${folder}/dist/app/main.js production\n`)
  t.equal(code, null, 'the signal ends the process as it would without gnar')
})

t.test('R4 gnar start exits with the stack of an app that fails, whatever is still open', async (t) => {
  const script = `setInterval(() => {}, 60_000)
throw Object.assign(new Error('no luck'), { code: 'GNAR_ERR_GEAR_ROUTE_MODULE' })`
  const folder = t.testdir({ dist: { app: { 'main.js': script } } })
  const { code, stderr } = await runGnar(['start'], folder)
  t.equal(code, 1)
  t.match(stderr, /Error: no luck\n +at .*main\.js:2:21/)
})

t.test('the bin of the package is the command line', async (t) => {
  const bin = await readFile(new URL('../bin/gnar.js', import.meta.url), 'utf8')
  t.equal(bin, "#!/usr/bin/env node\nimport '../dist/command-line.js'\n")
})

t.test('gnar --version prints the version of the package', async (t) => {
  const manifest = await readFile(new URL('../package.json', import.meta.url), 'utf8')
  const { code, stdout } = await runGnar(['--version'], t.testdir({}))
  t.equal(code, 0)
  t.equal(stdout, `${JSON.parse(manifest).version}\n`)
})
