import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Choices, featureNames } from './choices.ts'
import { render } from './template.ts'

interface Manifest extends Record<string, unknown> {
  scripts?: Record<string, string>
  devDependencies?: Record<string, string>
}

const templates = join(import.meta.dirname, '../templates')
const scriptOrder = ['dev', 'start', 'build', 'pretest', 'test', 'lint', 'typecheck', 'env', 'openapi']

/**
 * The files of a service.
 *
 * @returns the text of each file by its path
 */
export function serviceFiles(choices: Choices): Map<string, string> {
  const layers = ['base', choices.language, choices.tests, ...featureNames.filter((name) => choices[name])]
  const words = wordsOf(choices)
  const conditions = new Set(layers)
  const files = new Map<string, string>()
  let manifest: Manifest = {}
  for (const layer of layers) {
    for (const path of filesBelow(join(templates, layer))) {
      const text = render(readFileSync(join(templates, layer, path), 'utf8'), words, conditions)
      if (path === 'package.json') manifest = merged(manifest, JSON.parse(text))
      else files.set(targetOf(path, choices), text.trimStart())
    }
  }
  files.set('package.json', `${JSON.stringify(inOrder(manifest), null, 2)}\n`)
  return files
}

function wordsOf({ name, language, tests }: Choices): Record<string, string> {
  const typescript = language === 'typescript'
  const { version } = JSON.parse(readFileSync(join(templates, '../package.json'), 'utf8'))
  return {
    name,
    version,
    database: name.replaceAll('-', '_'),
    ext: typescript ? 'ts' : 'js',
    loader: typescript ? '--import tsx ' : '',
    equal: tests === 'tap' ? 't.equal' : 'assert.equal',
    deepEqual: tests === 'tap' ? 't.strictSame' : 'assert.deepEqual'
  }
}

/** A folder without templates is a choice that only sets conditions. */
function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/')
    )
    .sort()
}

/** npm leaves `.gitignore` out of packages, hence `_gitignore`. */
function targetOf(path: string, { language }: Choices): string {
  const target = path.replace(/^_/, '.')
  return language === 'javascript' ? target.replace(/\.ts$/, '.js') : target
}

function merged(one: Manifest, other: Manifest): Manifest {
  const entries = Object.entries(other).map(([key, value]) => {
    const before = one[key]
    return [key, isObject(before) && isObject(value) ? { ...before, ...value } : value]
  })
  return { ...one, ...Object.fromEntries(entries) }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

/** Scripts in the order in which a service needs them, dependencies in npm's. */
function inOrder(manifest: Manifest): Manifest {
  const scripts = Object.entries(manifest.scripts ?? {})
  const devDependencies = Object.entries(manifest.devDependencies ?? {})
  return {
    ...manifest,
    scripts: Object.fromEntries(scripts.sort(([a], [b]) => scriptOrder.indexOf(a) - scriptOrder.indexOf(b))),
    devDependencies: Object.fromEntries(devDependencies.sort(([a], [b]) => (a < b ? -1 : 1)))
  }
}
