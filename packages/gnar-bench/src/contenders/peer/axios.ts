import { Agent } from 'node:http'
import axios from 'axios'
import type { StartPart } from '../../scenario.ts'
import { keepInFlight } from '../in-flight.ts'

/** axios with keep-alive connections. */
const start: StartPart = async ({ facts: { url: baseURL = '' } }) => {
  const client = axios.create({ baseURL, httpAgent: new Agent({ keepAlive: true }) })
  const call = async () => {
    const { data } = await client.get('/rider')
    return data
  }
  return { run: ({ seconds }) => keepInFlight(50, seconds, call) }
}

export default start
