import type { StartPart } from '../../scenario.ts'
import { keepInFlight } from '../in-flight.ts'

/** Node's fetch. */
const start: StartPart = async ({ facts: { url = '' } }) => {
  const call = async () => {
    const response = await fetch(`${url}/rider`)
    return response.json()
  }
  return { run: ({ seconds }) => keepInFlight(50, seconds, call) }
}

export default start
