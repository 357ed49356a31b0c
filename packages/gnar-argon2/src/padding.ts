/** What decides how long a hash takes. */
interface Cost {
  timeCost: number
  memoryCost: number
  parallelism: number
}

/** Makes every failed check cost as much as the slowest parameters, whatever the stored hash cost. */
export interface Padding<Parameters extends Cost> {
  /**
   * Parameters of the hash to compute after a failed check; undefined when there is nothing left to do.
   * @param spent parameters of the stored hash; undefined when there is none
   */
  after(spent: Cost | undefined): Parameters | undefined
}

/** @param current the parameters of new hashes; stored hashes that cost more replace them as the slowest */
export function createPadding<Parameters extends Cost>(current: Parameters): Padding<Parameters> {
  let slowest = current

  return {
    after(spent) {
      if (spent === undefined) return slowest
      if (work(spent) > work(slowest)) {
        const { timeCost, memoryCost, parallelism } = spent
        slowest = { ...current, timeCost, memoryCost, parallelism }
      }
      const memoryCost = Math.floor((work(slowest) - work(spent)) / slowest.timeCost)
      // Less than Argon2's minimum of 8 KiB per lane takes no measurable time.
      return memoryCost < 8 * slowest.parallelism ? undefined : { ...slowest, memoryCost }
    }
  }
}

/** Argon2 fills its memory once per pass, so its time is proportional to both. */
function work({ timeCost, memoryCost }: Cost): number {
  return timeCost * memoryCost
}
