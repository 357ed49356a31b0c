import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { alternatives, defaults, featureNames } from '../src/choices.ts'
import { readFlags } from '../src/flags.ts'
import { createService, UsageError } from '../src/index.ts'
import { nameProblem } from '../src/service-name.ts'
import { render } from '../src/template.ts'
import { combinations } from './combinations.ts'

const root = join(import.meta.dirname, '../../..')
const main = join(import.meta.dirname, '../src/command-line.ts')

/** Runs the command without a terminal. */
function create(...args: string[]) {
  const program = `import { run } from ${JSON.stringify(main)}; process.exitCode = await run(${JSON.stringify(args)})`
  const flags = ['--import=ts-blank-space/register', '--conditions=gnar-source', '--input-type=module']
  const { status, stdout, stderr } = spawnSync(process.execPath, [...flags, '--eval', program], {
    cwd: root,
    encoding: 'utf8',
    input: ''
  })
  return { status, stdout, stderr }
}

t.test('N1 each combination has these files', async (t) => {
  for (const [name, flags] of Object.entries(combinations)) {
    const folder = join(t.testdir(), name)
    t.match(create(folder, ...flags), { status: 0, stderr: '' })
    const written = readdirSync(folder, { recursive: true, withFileTypes: true })
    const files = written.filter((entry) => entry.isFile())
    t.matchSnapshot(
      files.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1)).sort(),
      `${name}: ${flags.join(' ')}`
    )
    for (const entry of files) {
      const text = readFileSync(join(entry.parentPath, entry.name), 'utf8')
      t.notMatch(text, /\{\{|@if|@end/, `${entry.name} of ${name} is filled in`)
    }
    t.matchSnapshot(readFileSync(join(folder, 'package.json'), 'utf8'), `package.json of ${name}`)
    t.matchSnapshot(readFileSync(join(folder, 'Dockerfile'), 'utf8'), `Dockerfile of ${name}`)
  }
})

t.test('N1 the combinations have every choice both ways', async (t) => {
  const chosen = Object.values(combinations).map((flags) => ({ ...defaults, ...readFlags(flags).chosen }))
  for (const name of featureNames) t.strictSame(new Set(chosen.map((one) => one[name])).size, 2, name)
  for (const language of alternatives.language.values) {
    for (const tests of alternatives.tests.values) {
      t.ok(
        chosen.some((one) => one.language === language && one.tests === tests),
        `${language} with ${tests}`
      )
    }
  }
})

t.test('N1 what cannot be done is refused with one line, and nothing is written', async (t) => {
  const folder = join(t.testdir(), 'service')
  const refused: [string[], string][] = [
    [[], 'name the folder of the new service, as in npm create gnar my-service'],
    [[folder, 'other'], `expected one folder, got ${folder} other`],
    [[folder, '--postgre'], "Unknown option '--postgre'; --help lists all flags"],
    [[folder, '--language', 'python'], '--language must be typescript or javascript, not "python"'],
    [[folder, '--tests', 'jest'], '--tests must be tap or node-test, not "jest"'],
    [
      [folder, '--name', 'My_Service'],
      '"My_Service" cannot be the name of a service: use at most 63 lowercase letters, digits and single hyphens, and begin with a letter'
    ]
  ]
  for (const [args, message] of refused) {
    t.strictSame(create(...args), {
      status: 1,
      stdout: '',
      stderr: `create-gnar: ${message}\n`
    })
  }
  t.notOk(existsSync(folder))
})

t.test('N1 a folder must be new or empty, but may be a git repository', async (t) => {
  const folder = join(t.testdir(), 'service')
  mkdirSync(join(folder, '.git'), { recursive: true })
  t.ok(createService({ folder }).includes('app/main.ts'))
  t.throws(() => createService({ folder }), new UsageError(`${folder} is not empty; choose another folder`))
  const file = join(t.testdirName, 'file')
  writeFileSync(file, '')
  t.throws(
    () => createService({ folder: file }),
    new UsageError(`${file} is not a folder; choose another name`)
  )
})

t.test('N1 a program gets an error for a choice that does not exist', async (t) => {
  const folder = join(t.testdir(), 'service')
  t.throws(
    () => createService({ folder, language: 'python' as never }),
    new UsageError('language must be typescript or javascript, not "python"')
  )
  t.notOk(existsSync(folder))
})

t.test('N1 --help lists a flag for each choice', async (t) => {
  const { status, stdout } = create('--help')
  t.equal(status, 0)
  t.matchSnapshot(stdout)
})

t.test('N1 a name must be usable as package, queue and host', async (t) => {
  for (const name of ['my-service', 'a', 'svc2']) t.equal(nameProblem(name), undefined)
  for (const name of ['', 'My', 'a_b', '-a', 'a-', 'a--b', '2fast', '../x', '@a/b', 'x'.repeat(64)]) {
    t.match(nameProblem(name), /cannot be the name/)
  }
})

t.test('N1 the versions of a new service are those of the workspace', async (t) => {
  const catalog = readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8')
  const folder = join(t.testdir(), 'service')
  createService({ folder })
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  for (const [name, version] of Object.entries<string>({ ...dependencies, ...devDependencies })) {
    const manifest = join(root, 'packages', name, 'package.json')
    const current = existsSync(manifest)
      ? JSON.parse(readFileSync(manifest, 'utf8')).version
      : new RegExp(`^ {2}"?${name}"?: (\\S+)$`, 'm').exec(catalog)?.[1]
    t.equal(version, `^${current}`, name)
  }
})

t.test('N1 sections nest, and mistakes in a template are errors', async (t) => {
  const template = 'a\n// @if x\nb\n# @if !y\n{{word}}\n# @end\n// @end\nd'
  t.equal(render(template, { word: 'c' }, new Set(['x'])), 'a\nb\nc\nd')
  t.equal(render(template, { word: 'c' }, new Set(['x', 'y'])), 'a\nb\nd')
  t.equal(render(template, {}, new Set()), 'a\nd')
  t.throws(() => render('# @if x', {}, new Set()), /@if without @end/)
  t.throws(() => render('# @end', {}, new Set()), /@end without @if/)
  t.throws(() => render('{{x}}', {}, new Set()), /Unknown word {{x}}/)
})
