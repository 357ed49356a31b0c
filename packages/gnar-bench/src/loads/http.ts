import type { Part } from '../scenario.ts'
import { fire } from './cannon.ts'

/** Asks the contender's `url` as often as it answers. */
export default async function start(): Promise<Part> {
  return { run: ({ seconds, facts: { url = '' } }) => fire({ url }, seconds) }
}
