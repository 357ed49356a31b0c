import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { DocumentInfo } from './document.ts'

/** Title, version and description from the nearest package.json at or above a folder; without one, of a nameless app. */
export function readAppInfo(folder: string): DocumentInfo {
  const { name = 'API', version = '0.0.0', description } = findManifest(resolve(folder))
  return { title: name, version, ...(description !== undefined && { description }) }
}

interface Manifest {
  name?: string
  version?: string
  description?: string
}

function findManifest(folder: string): Manifest {
  const manifest = readManifest(join(folder, 'package.json'))
  if (manifest !== undefined) return manifest
  const parent = dirname(folder)
  return parent === folder ? {} : findManifest(parent)
}

/** A package.json without a name only says which kind of modules a folder has. */
function readManifest(file: string): Manifest | undefined {
  try {
    const manifest = JSON.parse(readFileSync(file, 'utf8')) as Manifest
    return manifest.name === undefined ? undefined : manifest
  } catch {
    return undefined
  }
}
