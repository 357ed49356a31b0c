// Deletes compiled modules whose source is gone: they could still be imported, and would be published.
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const packages = join(import.meta.dirname, '../packages')

for (const name of readdirSync(packages)) {
  const dist = join(packages, name, 'dist')
  if (!existsSync(dist)) continue
  for (const file of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
    const [, module] = /^(.+?)(?:\.d\.ts|\.js)(?:\.map)?$/.exec(file) ?? []
    if (module !== undefined && !existsSync(join(packages, name, 'src', `${module}.ts`)))
      rmSync(join(dist, file))
  }
}
