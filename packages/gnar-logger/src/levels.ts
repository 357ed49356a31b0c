/** Python's level names and pino's own, each with pino's name for it. */
const pinoLevels = {
  CRITICAL: 'fatal',
  ERROR: 'error',
  WARNING: 'warn',
  INFO: 'info',
  DEBUG: 'debug',
  TRACE: 'trace',
  FATAL: 'fatal',
  WARN: 'warn',
  SILENT: 'silent'
} as const

/** A level's name in upper case. */
export type Name = keyof typeof pinoLevels
export type PinoLevel = (typeof pinoLevels)[Name]
/** A level's name, Python's or pino's, in upper or lower case. */
export type LevelName = Name | Lowercase<Name>

/** Python's name and number for each of pino's levels; Python has no trace, ours is below DEBUG. */
const pythonLevels: Readonly<Record<number, { name: string; number: number }>> = {
  10: { name: 'TRACE', number: 5 },
  20: { name: 'DEBUG', number: 10 },
  30: { name: 'INFO', number: 20 },
  40: { name: 'WARNING', number: 30 },
  50: { name: 'ERROR', number: 40 },
  60: { name: 'CRITICAL', number: 50 }
}

/** Python's name and number for one of pino's level numbers; a custom level is `Level 35`, as in Python. */
export function toPythonLevel(pinoNumber: number): { name: string; number: number } {
  return pythonLevels[pinoNumber] ?? { name: `Level ${pinoNumber}`, number: pinoNumber }
}

/** pino's name for a level in any spelling; undefined for an unknown level. */
export function toPinoLevel(name: string): PinoLevel | undefined {
  const key = name.trim().toUpperCase()
  return Object.hasOwn(pinoLevels, key) ? pinoLevels[key as Name] : undefined
}

/** Python's spelling of a level, for messages: `warn` is `WARNING`. */
export function toPythonName(level: PinoLevel): string {
  return Object.entries(pinoLevels).find(([, pino]) => pino === level)?.[0] ?? level
}

/** The valid names, as an error lists them. */
export const levelNames: readonly string[] = Object.keys(pinoLevels)
