import { Agent } from 'node:http'
import got from 'got'
import type { StartPart } from '../../scenario.ts'
import { keepInFlight } from '../in-flight.ts'

/** got with keep-alive connections. */
const start: StartPart = async ({ facts: { url: prefixUrl = '' } }) => {
  const client = got.extend({ prefixUrl, agent: { http: new Agent({ keepAlive: true }) } })
  return { run: ({ seconds }) => keepInFlight(50, seconds, () => client.get('rider').json()) }
}

export default start
