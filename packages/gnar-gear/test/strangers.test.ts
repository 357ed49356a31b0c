import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { manifestOf, packInto, pnpm, published, root, run, untapped } from './packed.ts'
import { followGettingStarted } from './pages.ts'

t.setTimeout(900_000)

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'gnar-strangers-')))
t.after(() => rmSync(folder, { recursive: true, force: true }))
const tarballs = await packInto(join(folder, 'tarballs'))
const fromTarball = Object.fromEntries([...tarballs].map(([name, path]) => [name, `file:${path}`]))
const catalog = readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8')
const compilers = {
  typescript: pinned('typescript'),
  'typescript-5': 'npm:typescript@5.9.3',
  'typescript-6': 'npm:typescript@6.0.3'
}
const oldestFastify = manifestOf('gnar-gear').peerDependencies.fastify.replace('^', '')
const served = [{ error: 'Missing Authorization Header' }, { guest: 'ada', room: 101 }]

function pinned(name: string): string {
  return new RegExp(`^ {2}"?${name}"?: (\\S+)$`, 'm').exec(catalog)?.[1] ?? ''
}

/** A project outside of the workspace, with one plain service. */
function project(name: string, manifest: object): string {
  const path = join(folder, name)
  mkdirSync(path)
  cpSync(join(import.meta.dirname, 'fixtures/stranger'), path, { recursive: true })
  writeFileSync(
    join(path, 'package.json'),
    JSON.stringify({ name, private: true, type: 'module', ...manifest })
  )
  return path
}

const types =
  '--noEmit --strict --exactOptionalPropertyTypes --noUncheckedIndexedAccess --skipLibCheck false --types node --target es2023'
const modes = {
  nodenext: ['--module', 'nodenext', '--moduleResolution', 'nodenext'],
  bundler: ['--module', 'preserve', '--moduleResolution', 'bundler']
}

t.test('npm, all packages with the oldest Fastify, install scripts blocked as npm 12 does', async (t) => {
  const cwd = project('npm', {
    dependencies: { fastify: oldestFastify, ...fromTarball },
    devDependencies: { '@types/node': pinned('@types/node'), tsx: pinned('tsx'), ...compilers }
  })
  await run(
    cwd,
    'npm',
    ...'install --ignore-scripts --prefer-offline --no-audit --no-fund --silent'.split(' ')
  )

  await t.test('a service in plain JavaScript serves a row from Postgres', async (t) => {
    t.match(JSON.parse(await run(cwd, 'node', 'service.mjs')), served)
  })

  await t.test(
    'docs/getting-started.md, followed to its end, gives a protected route and its test',
    async (t) => {
      await followGettingStarted(t, cwd)
    }
  )

  await t.test('require() loads every package from CommonJS', async (t) => {
    const loaded = (await run(cwd, 'node', '--no-warnings', 'common.cjs')).trim().split('\n')
    t.strictSame(
      loaded.filter((line) => !line.endsWith('true')),
      []
    )
    t.equal(loaded.length, published.length + 1)
  })

  await t.test('every dependency has a licence of the list', async (t) => {
    const allowed = [
      'MIT',
      'MIT-0',
      'ISC',
      'Apache-2.0',
      'BSD-2-Clause',
      'BSD-3-Clause',
      '0BSD',
      'BlueOak-1.0.0'
    ]
    const { packages } = JSON.parse(readFileSync(join(cwd, 'package-lock.json'), 'utf8'))
    const installed = Object.entries(packages as Record<string, { license?: string; dev?: boolean }>)
    const others = installed.filter(
      ([path, { license = '', dev }]) =>
        path !== '' && !dev && !license.split(/ OR |[()]/).some((one) => allowed.includes(one))
    )
    t.ok(installed.length > 150)
    t.strictSame(
      others.map(([path, { license }]) => `${path}: ${license}`),
      []
    )
  })

  const modules = published.flatMap((name) =>
    Object.keys(manifestOf(name).exports)
      .filter((path) => path !== './package.json')
      .map((path) => path.replace('.', name))
  )
  const exported = modules.map((name, index) => `export * as module${index} from '${name}'`)
  writeFileSync(join(cwd, 'all.ts'), exported.join('\n'))
  const examples = writeExamples(cwd)
  t.jobs = 2

  for (const [mode, flags] of Object.entries(modes)) {
    for (const compiler of Object.keys(compilers)) {
      await t.test(
        `the types of every export and README example compile: ${compiler}, ${mode}`,
        async (t) => {
          const tsc = join('node_modules', compiler, 'bin/tsc')
          await t.resolves(run(cwd, 'node', tsc, ...types.split(' '), ...flags, 'all.ts', ...examples))
        }
      )
    }
  }

  await t.test('the example of each README runs', async (t) => {
    const flags =
      '--module nodenext --target es2023 --skipLibCheck --types node --rootDir . --outDir .'.split(' ')
    await run(
      cwd,
      'node',
      'node_modules/typescript/bin/tsc',
      ...flags,
      ...Object.keys(outputs).map((name) => `${name}.ts`)
    )
    for (const [name, expected] of Object.entries(outputs)) {
      const written = await writtenUntil(cwd, ['with-local.mjs', `./${name}.js`], expected)
      for (const pattern of expected) t.match(written, pattern, name)
    }
  })
})

t.test('pnpm, the packages that Install names with the newest Fastify', async (t) => {
  const { fastify } = manifestOf('gnar-gear').peerDependencies
  const wanted = Object.fromEntries(
    ['gnar-gear', 'gnar-local', 'gnar-cli'].map((name) => [name, fromTarball[name]])
  )
  const cwd = project('pnpm', {
    dependencies: { fastify, ...wanted },
    devDependencies: { '@types/node': pinned('@types/node'), typescript: compilers.typescript }
  })
  writeFileSync(
    join(cwd, 'pnpm-workspace.yaml'),
    JSON.stringify({ overrides: fromTarball, strictDepBuilds: false })
  )
  await run(cwd, 'npx', '--yes', pnpm, 'install', '--prefer-offline', '--silent')

  t.match(JSON.parse(await run(cwd, 'node', 'service.mjs')), served)
  t.match(await run(cwd, 'npx', 'gnar', 'routes', 'app/main.mjs'), /GET +\/rooms\/mine +/)
  writeFileSync(join(cwd, 'all.ts'), "export * from 'gnar-gear'\nexport * as local from 'gnar-local'")
  const tsc = ['node_modules/typescript/bin/tsc', ...types.split(' ')]
  for (const flags of Object.values(modes)) await t.resolves(run(cwd, 'node', ...tsc, ...flags, 'all.ts'))
})

/** What the example of a README writes. */
const outputs: Record<string, RegExp[]> = {
  'gnar-argon2': [/^true$/m, /^false$/m],
  'gnar-errors': [
    /^200 {"error":"MyGnarlyApp API Error","requestId":"req-1"}$/m,
    /^200 {"error":"This name is taken"/m
  ],
  'gnar-health': [/^503 {"status":"not ready","failing":\["search"\]/m],
  'gnar-jwt': [/^{"id":7,"name":"Shaun"}$/m, /^Bearer eyJ$/m, /^401$/m],
  'gnar-local': [/^Inbox: http:/m],
  'gnar-logger': [/greeting user=Ada password=\[Redacted\] reqId=my-id$/m],
  'gnar-peer': [/^{ email: 'ic3b3rg@gmail.com' }$/m],
  'gnar-pg': [/^2\n{ id: 1, name: 'ollie' }\nundefined\n2$/m, /^\[ 'heelflip' \]$/m],
  'gnar-ses': [/^{"sent":"\S+"}$/m],
  'gnar-sqs': [/says The gnarliest gear in the world/]
}

/** Writes the first blocks of each README's Usage as modules, and returns their names. */
function writeExamples(cwd: string): string[] {
  return published.flatMap((name) => {
    const readme = readFileSync(join(root, 'packages', name, 'README.md'), 'utf8')
    const usage = readme.split('\n## Usage\n')[1]?.split('\n## ')[0] ?? ''
    const blocks = [...usage.matchAll(/^```ts\n((?:\/\/ app.*\n)?import [\s\S]*?)^```$/gm)]
    return blocks.map(([, block = ''], index) => {
      const file = index === 0 ? `${name}.ts` : `${name}-${index}.ts`
      // The example uses a client of the AWS SDK that needs another download.
      const text =
        name === 'gnar-aws' ? block.replaceAll('S3', 'SQS').replace('client-s3', 'client-sqs') : block
      writeFileSync(join(cwd, file), name === 'gnar-ses' ? `${text}${callOfSes}` : text)
      return file
    })
  })
}

/** The example only declares its route. */
const callOfSes = "console.log((await fastify.inject({ method: 'POST', url: '/welcome' })).body)\n"

/** What a program writes until it has written all that is expected, or ends. */
function writtenUntil(cwd: string, args: string[], expected: RegExp[]): Promise<string> {
  return new Promise((resolve) => {
    let written = ''
    const child = spawn('env', [...untapped, 'node', ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
    const note = (chunk: Buffer) => {
      written += chunk
      if (expected.every((pattern) => pattern.test(written))) child.kill()
    }
    child.stdout.on('data', note)
    child.stderr.on('data', note)
    child.once('close', () => resolve(written))
  })
}
