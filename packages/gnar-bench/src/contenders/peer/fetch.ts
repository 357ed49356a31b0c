import type { StartPart } from '../../scenario.ts'
import { keepInFlight } from '../in-flight.ts'

/** Node's own fetch. */
const start: StartPart = async ({ facts: { url = '' } }) => {
  const call = async () => {
    const answer = await fetch(`${url}/rider`)
    return answer.json()
  }
  return { run: ({ seconds }) => keepInFlight(50, seconds, call) }
}

export default start
