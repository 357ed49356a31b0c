import { fileURLToPath } from 'node:url'

/** Paths of modules that an error, or one of its causes, says do not exist: worth watching until they do. */
export function unresolvedImports(error: unknown): string[] {
  if (!(error instanceof Error)) return []
  const own = error.message.match(/Cannot find module '([^']+)' imported from/)?.[1]
  const paths = own === undefined ? [] : [own.startsWith('file:') ? fileURLToPath(own) : own]
  return [...paths, ...unresolvedImports(error.cause)]
}
