import type { ParsedHashOptions } from '@node-rs/argon2'

/** The maximum cost of a stored hash. */
export interface Ceilings {
  maxMemoryCost: number
  maxTimeCost: number
}

/** The parts of a stored hash, or why it must not be computed, as a phrase for an error. */
export type StoredHash =
  | { parameters: ParsedHashOptions; salt: Buffer; output: Buffer }
  | { fault: string; excessive: boolean }

/** Longer than any hash with the longest salt and output that the options allow. */
const maxLength = 2048

/** Maximum number of lanes: each may use a thread. */
const maxParallelism = 255

/** Reads the parameters of a stored hash without computing anything. */
export function readStoredHash(
  parse: (stored: string) => ParsedHashOptions,
  stored: unknown,
  { maxMemoryCost, maxTimeCost }: Ceilings
): StoredHash {
  const parameters =
    typeof stored === 'string' && stored.length <= maxLength ? tryTo(parse, stored) : undefined
  if (parameters === undefined || !isComputable(parameters)) {
    return { fault: 'it is not a PHC string such as $argon2id$v=19$…; check what wrote it', excessive: false }
  }
  const { memoryCost, timeCost, parallelism } = parameters
  const limits = [
    { what: 'memory cost', value: memoryCost, limit: maxMemoryCost, option: 'maxMemoryCost' },
    { what: 'time cost', value: timeCost, limit: maxTimeCost, option: 'maxTimeCost' },
    { what: 'parallelism', value: parallelism, limit: maxParallelism, option: undefined }
  ]
  const excess = limits.find(({ value, limit }) => value > limit)
  if (excess === undefined) return { parameters, ...lastParts(stored as string) }
  const { what, value, limit, option } = excess
  const advice = option === undefined ? '' : `; if that hash is yours, raise ${option}`
  return { fault: `its ${what} of ${value} is above ${limit}${advice}`, excessive: true }
}

/** The minimum values of RFC 9106, section 3.1, and, for salts, of the reference implementation. */
function isComputable({ memoryCost, timeCost, parallelism, saltLen, outputLen }: ParsedHashOptions): boolean {
  return timeCost >= 1 && parallelism >= 1 && memoryCost >= 8 * parallelism && saltLen >= 8 && outputLen >= 4
}

function lastParts(stored: string): { salt: Buffer; output: Buffer } {
  const [salt = '', output = ''] = stored.split('$').slice(-2)
  return { salt: Buffer.from(salt, 'base64'), output: Buffer.from(output, 'base64') }
}

function tryTo<Input, Output>(work: (input: Input) => Output, input: Input): Output | undefined {
  try {
    return work(input)
  } catch {
    return undefined
  }
}
