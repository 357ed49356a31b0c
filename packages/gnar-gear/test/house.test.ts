import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Definition } from 'gnar-env'
import t from 'tap'

const packagesDir = join(import.meta.dirname, '../..')
const packages = readdirSync(packagesDir, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
const published = packages.filter((name) => name !== 'gnar-bench')

const read = (...path: string[]) => readFileSync(join(packagesDir, ...path), 'utf8')

function sources(name: string): string[] {
  return readdirSync(join(packagesDir, name, 'src'), { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts')
  )
}

/** Codes of the errors that a package declares: the first argument of `createError`, or of a function around it. */
function declaredCodes(name: string): string[] {
  const text = sources(name)
    .filter((file) => file.endsWith('error.ts') || file.endsWith('errors.ts'))
    .map((file) => read(name, 'src', file))
    .join('\n')
  return [...text.matchAll(/\(\s*'(GNAR_ERR_\w+)'/g)].map(([, code]) => String(code))
}

t.test('every package is laid out alike', async (t) => {
  for (const name of published) {
    t.ok(existsSync(join(packagesDir, name, 'src/index.ts')), `${name} opens with src/index.ts`)
    t.ok(
      readdirSync(join(packagesDir, name, 'test')).some((file) => file.endsWith('.test.ts')),
      `${name} has tests`
    )
    const readme = read(name, 'README.md')
    for (const heading of [`# ${name}\n`, '## Install\n', '## Usage\n', '## Errors\n']) {
      t.ok(readme.includes(heading), `README of ${name} has ${heading.trim()}`)
    }
    const manifest = JSON.parse(read(name, 'package.json'))
    t.match(manifest, { name, license: 'MIT', type: 'module', engines: { node: '>=20.19' } })
    t.ok(manifest.files.includes('src'), `${name} publishes its sources, for the maps`)
    const versions = Object.values({ ...manifest.dependencies, ...manifest.devDependencies })
    t.strictSame(
      versions.filter((version) => version !== 'catalog:' && version !== 'workspace:^'),
      [],
      `${name} pins no version of its own`
    )
  }
})

t.test('every error code is declared once, and has a row in the README of its package', async (t) => {
  const all = packages.flatMap(declaredCodes)
  t.ok(all.length > 20)
  t.strictSame(
    all.filter((code, index) => all.indexOf(code) !== index),
    []
  )
  for (const name of published) {
    const rows = [...read(name, 'README.md').matchAll(/^\| `(GNAR_ERR_\w+)`/gm)].map(([, code]) =>
      String(code)
    )
    const own = declaredCodes(name)
    t.strictSame(own.filter((code) => !rows.includes(code)).sort(), [], `codes without a row in ${name}`)
    t.strictSame(rows.filter((code) => !all.includes(code)).sort(), [], `rows without a code in ${name}`)
  }
})

t.test('every error code has a row in the page on troubleshooting, which links to its package', async (t) => {
  const page = read('gnar-gear/docs/troubleshooting.md')
  const rows = [...page.matchAll(/^(\| `(GNAR_ERR_\w+)` .* \|) \[.*\(([\w./-]+)#errors\) \|$/gm)]
  const codes = rows.map(([, , code]) => String(code))
  t.strictSame(codes, [...new Set(packages.flatMap(declaredCodes))].sort())
  for (const [, row = '', code, link = ''] of rows) {
    const readme = read('gnar-gear/docs', link).replaceAll(/ +/g, ' ')
    t.ok(readme.includes(`\n${row}`), `${code} says the same in both`)
  }
})

t.test('every setting has a row in the README of its package, with its variable', async (t) => {
  for (const name of published) {
    const { settings } = (await import(`../../${name}/src/index.ts`)) as { settings?: Definition }
    if (settings === undefined) continue
    const readme = read(name, 'README.md')
    for (const [option, { variables }] of Object.entries(settings.table)) {
      const row = readme.split('\n').find((line) => line.startsWith(`| \`${option}\``))
      t.ok(row, `${option} of ${name}`)
      for (const variable of variables) t.ok(row?.includes(`GNAR_${variable}`), `${variable} of ${name}`)
    }
  }
})
