import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import {
  defaultResource,
  detectResources,
  envDetector,
  type Resource,
  resourceFromAttributes
} from '@opentelemetry/resources'

/**
 * What the spans are about: name and version from the `package.json` of the main module, which `OTEL_SERVICE_NAME` and
 * `OTEL_RESOURCE_ATTRIBUTES` override.
 */
export function serviceResource(main: string | undefined = process.argv[1]): Resource {
  const { name, version } = main === undefined ? {} : nearestManifest(dirname(main))
  return defaultResource()
    .merge(
      resourceFromAttributes({
        ...(name !== undefined && { 'service.name': name }),
        ...(version !== undefined && { 'service.version': version })
      })
    )
    .merge(detectResources({ detectors: [envDetector] }))
}

interface Manifest {
  name?: string
  version?: string
}

function nearestManifest(folder: string): Manifest {
  const file = join(folder, 'package.json')
  if (existsSync(file)) {
    const manifest = readManifest(file)
    if (manifest.name !== undefined) return manifest
  }
  const parent = dirname(folder)
  return parent === folder ? {} : nearestManifest(parent)
}

function readManifest(file: string): Manifest {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Manifest
  } catch {
    return {}
  }
}
