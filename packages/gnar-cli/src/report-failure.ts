import { fileURLToPath } from 'node:url'
import { inspect } from 'node:util'
import { parentPid } from './parent.ts'
import type { MessageOf } from './protocol.ts'

// Loaded into the app's process before its main module: a main module that fails to load cannot report that itself.
// The parent shows the error, so it is not printed here.
if (parentPid !== undefined) process.on('uncaughtException', report)

function report(error: unknown): void {
  const ownHandlers = process.listenerCount('uncaughtException') - 1
  if (ownHandlers > 0 || process.send === undefined || !process.connected) return
  process.send(failedMessage(error), () => process.exit(1))
}

function failedMessage(error: unknown): MessageOf<'failed'> {
  const { name = 'Error', message = String(error), code, url } = Object(error) as Partial<ModuleError>
  const unresolved = code === 'ERR_MODULE_NOT_FOUND' && url?.startsWith('file:') ? [fileURLToPath(url)] : []
  const report = { name, message, stack: inspect(error), ...(typeof code === 'string' && { code }) }
  return { type: 'failed', error: report, unresolved }
}

/** Node's error of an import that cannot be resolved: `url` is where the module would have to be. */
interface ModuleError extends Error {
  code: unknown
  url: string
}
