import { Worker } from 'node:worker_threads'
import { parentPid } from './parent.ts'

// Loaded into a process that `gnar` starts: ends it when `gnar` is gone, whatever its own event loop is doing. A thread
// of its own, since a loop that never returns sees neither signals nor a closed channel.

/** How often in milliseconds the parent is looked for. */
const intervalMs = 250
/** How long in milliseconds an app may take to end by itself. */
const graceMs = 2000

const watch = `
const { workerData: { parent, intervalMs, graceMs } } = require('node:worker_threads')
let goneMs = 0
setInterval(() => {
  if (process.ppid === parent && isRunning()) return
  goneMs += intervalMs
  if (goneMs >= graceMs) process.kill(process.pid, 'SIGKILL')
}, intervalMs)
function isRunning () {
  try {
    return process.kill(parent, 0)
  } catch (error) {
    return error.code !== 'ESRCH'
  }
}
`

// Neither the loaders nor the options of the app.
const options = { eval: true, execArgv: [], env: {}, workerData: { parent: parentPid, intervalMs, graceMs } }
if (parentPid !== undefined) new Worker(watch, options).unref()
