import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import type { StartMessage } from './next-process.ts'
import { parentPid } from './parent.ts'

// Loaded into the app's process before its main module: loads all that is not the app's own code, then waits for the
// message that starts the app.
if (parentPid !== undefined) await waitForStart()

async function waitForStart(): Promise<void> {
  const exit = () => process.exit()
  process.once('disconnect', exit)
  if (!process.connected) exit()
  await loadGear(process.argv[1] ?? '')
  const { reload } = await new Promise<StartMessage>((resolve) => process.once('message', resolve))
  if (reload) process.env.GNAR_RELOAD = '1'
  process.off('disconnect', exit)
}

/** An app without gnar-gear gets that error from its own import. */
async function loadGear(main: string): Promise<void> {
  try {
    await import(pathToFileURL(createRequire(main).resolve('gnar-gear')).href)
  } catch {}
}
