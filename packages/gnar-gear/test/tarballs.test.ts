import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
import { publint } from 'publint'
import t from 'tap'
import { manifestOf, packInto, published, root } from './packed.ts'

t.setTimeout(600_000)

const tarballs = await packInto(t.testdir())

t.test(
  'a tarball holds each module with its types, its maps and their source, and nothing else',
  async (t) => {
    for (const [name, path] of tarballs) {
      const listed = execFileSync('tar', ['tzf', path], { encoding: 'utf8' }).trim().split('\n')
      const files = listed.map((file) => file.replace(/^package\//, ''))
      const modules = files.flatMap((file) => {
        const [, module, kind] = /^src\/(.+)\.([cm]?)[jt]s$/.exec(file) ?? []
        return module === undefined ? [] : { module, kind }
      })
      const expected = modules.flatMap(({ module, kind }) => [
        ...[`${kind}js`, `${kind}js.map`, `d.${kind}ts`, `d.${kind}ts.map`].map(
          (end) => `dist/${module}.${end}`
        )
      ])
      t.ok(files.includes('src/index.ts'), name)
      t.strictSame(
        expected.filter((file) => !files.includes(file)),
        [],
        `all of ${name}`
      )
      t.matchSnapshot(
        files.filter((file) => !file.startsWith('src/') && !expected.includes(file)).sort(),
        `what else ${name} holds`
      )
    }
  }
)

t.test('the manifest of a package says where it is from', async (t) => {
  const { repository, bugs } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const home = bugs.replace(/issues$/, 'tree/main/packages')
  for (const name of published) {
    const manifest = manifestOf(name)
    t.match(manifest, {
      repository: { ...repository, directory: `packages/${name}` },
      bugs,
      homepage: `${home}/${name}#readme`
    })
    t.equal(manifest.exports['./package.json'], './package.json')
    const { 'gnar-source': _, ...entry } = manifest.exports['.']
    t.strictSame(manifest.publishConfig.exports['.'], entry, `${name} publishes the exports that it has here`)
    t.strictSame(Object.keys(manifest.publishConfig.exports), Object.keys(manifest.exports))
    t.notOk(existsSync(join(root, 'packages', name, 'LICENSE')), 'pnpm adds the LICENSE of the root')
  }
})

t.test('publint --strict has nothing to say', async (t) => {
  for (const [name, path] of tarballs) {
    const tarball = new Uint8Array(readFileSync(path)).buffer
    const { messages } = await publint({ pack: { tarball }, strict: true })
    t.strictSame(messages, [], name)
  }
})

t.test('the types resolve wherever an ES module does', async (t) => {
  // Packages of ES modules only: node10 and require() in TypeScript before 5.8 are not for them.
  const notForUs = ['NoResolution', 'CJSResolvesToESM']
  for (const [name, path] of tarballs) {
    const checked = await checkPackage(createPackageFromTarballData(new Uint8Array(readFileSync(path))))
    const problems = checked.types === false ? ['no types'] : checked.problems
    t.strictSame(
      problems.filter(
        (problem) =>
          typeof problem === 'string' ||
          !notForUs.includes(problem.kind) ||
          ('resolutionKind' in problem && !['node10', 'node16-cjs'].includes(problem.resolutionKind))
      ),
      [],
      name
    )
  }
})
