import { peers } from './peers.ts'
import type { Contender, Peer, Program } from './scenario.ts'

const bare = new URL('apps/bare.ts', import.meta.url)

/** The apps that do the same job, and the two that do less of it: what there is to win, and what it costs. */
const programs = {
  'bare Fastify': { file: bare },
  'Fastify, pino and an id header': { file: bare, env: { EQUAL_JOB: 'true' } },
  'Fastify by hand': { file: new URL('apps/by-hand.ts', import.meta.url) },
  'gnar-gear': { file: new URL('apps/gnar/main.ts', import.meta.url) },
  'NestJS on Fastify': peerProgram(peers.nest),
  Express: peerProgram(peers.express),
  Hono: peerProgram(peers.hono),
  'gnar-gear 1.1.5 on Bjoern': peerProgram(peers.original)
} satisfies Record<string, Program>

function peerProgram(peer: Peer): Program {
  return { file: peer.proof, peer }
}

export type ContenderName = keyof typeof programs

/** Some of the apps as contenders, with variables of the scenario. */
export function contendersOf<Name extends ContenderName>(
  names: readonly Name[],
  env: Readonly<Record<string, string>> = {}
): Record<Name, Contender> {
  const contenders = names.map((name) => {
    const program: Program = programs[name]
    return [name, { program: { ...program, env: { ...program.env, ...env } } }]
  })
  return Object.fromEntries(contenders)
}

/** Those that run the same job; the others are limits. */
export const equals = [
  'Fastify by hand',
  'gnar-gear',
  'NestJS on Fastify',
  'Express',
  'Hono',
  'gnar-gear 1.1.5 on Bjoern'
] as const satisfies readonly ContenderName[]

/** In the order of the report. */
export const everybody = [
  'bare Fastify',
  'Fastify, pino and an id header',
  ...equals
] as const satisfies readonly ContenderName[]
