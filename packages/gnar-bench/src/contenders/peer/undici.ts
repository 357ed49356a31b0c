import { Pool } from 'undici'
import type { StartPart } from '../../scenario.ts'
import { keepInFlight } from '../in-flight.ts'

/** undici's fastest way to read a body, with one connection per call in flight. */
const start: StartPart = async ({ facts: { url = '' } }) => {
  const pool = new Pool(url, { connections: 50 })
  const call = async () => {
    const { body } = await pool.request({ method: 'GET', path: '/rider' })
    return body.json()
  }
  return { run: ({ seconds }) => keepInFlight(50, seconds, call) }
}

export default start
