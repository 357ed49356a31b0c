import { url } from 'node:inspector'
import { parentPid } from './parent.ts'

/** The address of this process's inspector, which `gnar dev --inspect` asks for. */
export interface InspectorMessage {
  type: 'inspector'
  url: string
}

// Loaded into the app's process last before its main module.
const message: InspectorMessage = { type: 'inspector', url: url() ?? '' }
if (parentPid !== undefined) process.send?.(message)
