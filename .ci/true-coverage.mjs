// Sources that a child process ran through tsx were minified first: their offsets would count lines that never ran as
// covered. Only what ran with its types blanked out in place, which needs no source map, is left in the report.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'

const folder = '.tap/coverage'

for (const name of readdirSync(folder)) {
  const path = `${folder}/${name}`
  const { result, 'source-map-cache': maps = {}, ...rest } = JSON.parse(readFileSync(path, 'utf8'))
  const inPlace = result.filter(({ url }) => !(url.endsWith('.ts') && url in maps))
  writeFileSync(path, JSON.stringify({ ...rest, result: inPlace }))
}
