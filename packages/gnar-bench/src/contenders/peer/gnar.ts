import Fastify from 'fastify'
import gnarPeer from 'gnar-peer'
import type { StartPart } from '../../scenario.ts'
import { keepInFlight } from '../in-flight.ts'

/** gnar-peer's defaults, outside any request. */
const start: StartPart = async ({ facts: { url = '' } }) => {
  const app = Fastify()
  await app.register(gnarPeer, { peers: { service: url } })
  await app.ready()
  const service = app.peer('service')
  const call = async () => {
    const response = await service.get('rider')
    return response.json()
  }
  return { run: ({ seconds }) => keepInFlight(50, seconds, call) }
}

export default start
