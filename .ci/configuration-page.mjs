// Writes packages/gnar-gear/docs/configuration.md from the settings of the packages; --check only compares.
// Run it with the sources: node --import=ts-blank-space/register --conditions=gnar-source .ci/configuration-page.mjs
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const page = join(root, 'packages/gnar-gear/docs/configuration.md')
const plugins = ['logger', 'errors', 'argon2', 'pg', 'jwt', 'peer', 'ses', 'sqs', 'health']
const owners = ['gnar-gear', ...plugins.map((plugin) => `gnar-${plugin}`)]

const intro = `# Configuration

Every option can be given in code; many can also be given as an environment variable. An option beats its variable, and
a variable beats the default. A variable that is empty counts as unset. \`GNAR\` is the prefix unless \`envPrefix\` says
otherwise. A wrong value fails the start with every problem in one error, and \`npx gnar env\` lists what your app reads,
and what is missing.

This page is made from the packages' own tables of settings by \`npm run docs\`.
`

const text = intro + (await Promise.all(owners.map(sectionOf))).join('')

if (process.argv.includes('--check')) {
  if (readFileSync(page, 'utf8') !== text) {
    process.stderr.write('docs/configuration.md is out of date. Run: npm run docs\n')
    process.exitCode = 1
  }
} else {
  writeFileSync(page, text)
}

async function sectionOf(name) {
  const settings = await settingsOf(name)
  const rows = Object.entries(settings.table).map(
    ([option, setting]) =>
      `| \`${option}\` | ${variablesOf(setting)} | ${defaultOf(setting)} | ${cell(setting.meaning)} |\n`
  )
  return `\n## ${name}\n\n| option | variable | default | meaning |\n|---|---|---|---|\n${rows.join('')}`
}

/** GnarApp takes the preset's options, and some of its own. */
async function settingsOf(name) {
  if (name === 'gnar-gear') return (await import('../packages/gnar-gear/src/options.ts')).appSettings
  return (await import(`../packages/${name}/src/index.ts`)).settings
}

function variablesOf({ variables, fallbackVariable }) {
  const names = variables.map((variable) => `GNAR_${variable}`)
  if (fallbackVariable !== undefined) names.push(fallbackVariable)
  return names.map((name) => `\`${name}\``).join(', ')
}

function defaultOf({ default: value, required }) {
  if (required !== false && value === undefined) return `required ${required}`
  if (value === undefined) return ''
  return `\`${cell(typeof value === 'string' ? value : JSON.stringify(value))}\``
}

function cell(value) {
  return value.replaceAll('|', '\\|').replaceAll('\n', ' ')
}
