import { parseArgs } from 'node:util'
import {
  alternativeNames,
  alternativeProblem,
  alternatives,
  type Choices,
  featureNames,
  features
} from './choices.ts'
import { UsageError } from './errors.ts'

export interface Flags {
  /** Folder of the service. */
  folder?: string
  /** What the flags chose; the rest is asked, or has its default. */
  chosen: Partial<Choices>
  help: boolean
  install: boolean
  /** Whether to ask no questions. */
  yes: boolean
}

const options = {
  name: { type: 'string' },
  ...Object.fromEntries(alternativeNames.map((name) => [name, { type: 'string' as const }])),
  ...Object.fromEntries(featureNames.map((name) => [name, { type: 'boolean' as const }])),
  install: { type: 'boolean' },
  yes: { type: 'boolean', short: 'y' },
  help: { type: 'boolean', short: 'h' }
} as const

/**
 * Reads the command line.
 *
 * @throws UsageError if a flag is unknown or has a value that it does not accept
 */
export function readFlags(args: string[]): Flags {
  const { values, positionals } = parsed(args)
  if (positionals.length > 1) throw new UsageError(`expected one folder, got ${positionals.join(' ')}`)
  for (const name of alternativeNames) {
    const problem = alternativeProblem(name, values[name])
    if (problem !== undefined) throw new UsageError(`--${problem}`)
  }
  const { install = false, yes = false, help = false, ...chosen } = values
  const [folder] = positionals
  return {
    chosen: chosen as Partial<Choices>,
    install: install === true,
    yes: yes === true,
    help: help === true,
    ...(folder === undefined ? {} : { folder })
  }
}

function parsed(args: string[]): { values: Record<string, unknown>; positionals: string[] } {
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true, allowNegative: true })
    return { values: { ...values }, positionals }
  } catch (error) {
    const [sentence] = (error as Error).message.split('. ')
    throw new UsageError(`${sentence}; --help lists all flags`)
  }
}

/** What `--help` writes. */
export function usage(): string {
  const rows = [
    ...alternativeNames.map((name) => {
      const { meaning, values } = alternatives[name]
      return [`--${name} ${values.join('|')}`, `${meaning} (default: ${values[0]})`]
    }),
    ...featureNames.map((name) => {
      const { meaning, default: on } = features[name]
      return [`--${name}, --no-${name}`, `${meaning} (default: ${on ? 'yes' : 'no'})`]
    }),
    ['--name NAME', 'name of the service (default: that of the folder)'],
    ['--install', 'run npm install'],
    ['-y, --yes', 'ask no questions'],
    ['-h, --help', 'show this']
  ]
  const lines = rows.map(([flag = '', meaning]) => `  ${flag.padEnd(36)}${meaning}`)
  return ['npm create gnar FOLDER -- [flags]', '', ...lines].join('\n')
}
