import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Contender, Peer, Scenario } from './scenario.ts'

const root = new URL('../peers/', import.meta.url)

/** The version that installs the workspace. */
const pnpm = ['npx', '--yes', 'pnpm@12.21.0'] as const

const typescript = dirname(createRequire(import.meta.url).resolve('typescript/package.json'))

function nodePeer(name: string, folderName: string): Peer {
  const folder = new URL(`${folderName}/`, root)
  return {
    name,
    folder,
    proof: new URL('dist/main.js', folder),
    sources: ['package.json', 'pnpm-lock.yaml', 'tsconfig.json', 'src'],
    install: [
      [
        ...pnpm,
        'install',
        '--ignore-workspace',
        '--frozen-lockfile',
        '--prefer-offline',
        '--reporter=silent'
      ],
      [process.execPath, join(typescript, 'bin/tsc'), '-p', '.']
    ],
    needs: 'the npm registry'
  }
}

const original = new URL('original/', root)

/** What a user would pick instead: installed by the benchmark alone. */
export const peers = {
  nest: nodePeer('NestJS on Fastify', 'nest'),
  express: nodePeer('Express', 'express'),
  hono: nodePeer('Hono', 'hono'),
  original: {
    name: 'the original on Bjoern',
    folder: original,
    proof: new URL('.venv/installed', original),
    sources: ['requirements.txt'],
    install: [
      ['python3', '-m', 'venv', '.venv'],
      ['.venv/bin/pip', 'install', '--quiet', '--requirement', 'requirements.txt'],
      ['touch', '.venv/installed']
    ],
    needs: 'python3 with venv, a C compiler, libev and PyPI',
    command: [fileURLToPath(new URL('.venv/bin/python', original)), '-m', 'bench.app.main']
  }
} satisfies Record<string, Peer>

/** Whether a peer is installed as its sources say now. */
export function isInstalled({ folder, proof, sources }: Peer): boolean {
  if (!existsSync(proof)) return false
  const { mtimeMs } = statSync(proof)
  return sources
    .flatMap((name) => filesIn(new URL(name, folder)))
    .every((file) => statSync(file).mtimeMs <= mtimeMs)
}

function filesIn(file: URL): URL[] {
  if (!statSync(file).isDirectory()) return [file]
  return readdirSync(file).map((name) => new URL(`${file.href}/${name}`))
}

/**
 * Installs what the contenders of some scenarios need and do not have.
 *
 * @param say receives a line for each
 */
export function installPeers(scenarios: readonly Scenario[], say: (line: string) => void): void {
  const contenders = scenarios.flatMap((scenario) => Object.values(scenario.contenders))
  for (const peer of new Set(contenders.map(peerOf))) {
    if (peer === undefined || isInstalled(peer)) continue
    say(`Installing ${peer.name} for the benchmark`)
    const cwd = fileURLToPath(peer.folder)
    for (const [command, ...args] of peer.install) {
      const { status } = spawnSync(command, args, { cwd, stdio: ['ignore', 'ignore', 'pipe'] })
      if (status !== 0) break
    }
    if (!isInstalled(peer)) say(`Skipped: ${peer.name} needs ${peer.needs}`)
  }
}

/** The scenario without contenders that are not installed and without their aims; a note names each. */
export function withoutMissing(scenario: Scenario): Scenario {
  const isMissing = (contender: Contender | undefined) => {
    const peer = contender && peerOf(contender)
    return peer !== undefined && !isInstalled(peer)
  }
  const { contenders, aims, notes = [] } = scenario
  const missing = Object.keys(contenders).filter((name) => isMissing(contenders[name]))
  return {
    ...scenario,
    contenders: Object.fromEntries(Object.entries(contenders).filter(([name]) => !missing.includes(name))),
    aims: aims.filter(({ of, to }) => !missing.includes(of) && !missing.includes(to ?? '')),
    notes: [...notes, ...missing.map((name) => `skipped: ${name} is not installed`)]
  }
}

function peerOf(contender: Contender): Peer | undefined {
  return 'program' in contender ? contender.program.peer : undefined
}
