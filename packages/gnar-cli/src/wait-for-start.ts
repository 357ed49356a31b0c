import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

// Loaded into the app's process before its main module, which runs when this module is done: it gets as far as is
// possible without the app's code, and goes on when it is told to.
const endWithParent = () => process.exit()
process.once('disconnect', endWithParent)
if (!process.connected) endWithParent()
await loadGear(process.argv[1] ?? '')
await new Promise((resolve) => process.once('message', resolve))
process.off('disconnect', endWithParent)

/** An app that has no gnar-gear is told so by its own import. */
async function loadGear(main: string): Promise<void> {
  try {
    await import(pathToFileURL(createRequire(main).resolve('gnar-gear')).href)
  } catch {}
}
