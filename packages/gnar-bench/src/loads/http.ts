import type { Part } from '../scenario.ts'
import { fire } from './cannon.ts'

/** Requests the contender's `url` as often as it responds. */
export default async function start(): Promise<Part> {
  return { run: ({ seconds, facts: { url = '' } }) => fire({ url }, seconds) }
}
