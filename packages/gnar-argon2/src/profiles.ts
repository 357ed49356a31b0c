/** Published parameters; the environment and the defaults supply what a profile omits. */
export const profiles = {
  /** OWASP Password Storage Cheat Sheet, first choice by memory. */
  owasp: { variant: 'argon2id', memoryCost: 19_456, timeCost: 2, parallelism: 1 },
  /** RFC 9106, section 4, second recommended option. */
  'rfc9106-low-memory': {
    variant: 'argon2id',
    memoryCost: 65_536,
    timeCost: 3,
    parallelism: 4,
    saltLen: 16,
    hashLen: 32
  },
  /** RFC 9106, section 4, first recommended option: 2 GiB for each hash. */
  rfc9106: {
    variant: 'argon2id',
    memoryCost: 2_097_152,
    timeCost: 1,
    parallelism: 4,
    saltLen: 16,
    hashLen: 32
  },
  /** The page of gnar-gear 1.1.5: weak today, for services that must match the original. */
  original: {
    variant: 'argon2i',
    memoryCost: 512,
    timeCost: 2,
    parallelism: 2,
    saltLen: 16,
    hashLen: 16
  }
} as const

export type Profile = keyof typeof profiles

/** OWASP's pairs of minimum passes and minimum memory in KiB, from much memory to many passes; each has parallelism 1. */
const owaspMinimum = [
  { timeCost: 1, memoryCost: 47_104 },
  { timeCost: 2, memoryCost: 19_456 },
  { timeCost: 3, memoryCost: 12_288 },
  { timeCost: 4, memoryCost: 9216 },
  { timeCost: 5, memoryCost: 7168 }
]

/** Whether parameters reach at least one of OWASP's pairs. */
export function reachesOwasp(parameters: { timeCost: number; memoryCost: number }): boolean {
  return owaspMinimum.some(
    ({ timeCost, memoryCost }) => parameters.timeCost >= timeCost && parameters.memoryCost >= memoryCost
  )
}
