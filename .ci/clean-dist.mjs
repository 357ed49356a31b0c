// Deletes compiled modules whose source is gone: they could still be imported, and would be published.
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const packages = join(import.meta.dirname, '../packages')

for (const name of readdirSync(packages)) {
  const dist = join(packages, name, 'dist')
  if (!existsSync(dist)) continue
  for (const file of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
    const [, module, kind] = /^(.+?)\.(?:d\.)?([cm]?)[jt]s(?:\.map)?$/.exec(file) ?? []
    if (module === undefined) continue
    const sources = [`${module}.${kind}ts`, `${module}.${kind}js`]
    if (!sources.some((source) => existsSync(join(packages, name, 'src', source)))) rmSync(join(dist, file))
  }
}
