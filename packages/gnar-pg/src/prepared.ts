import { createHash } from 'node:crypto'

/** Named statements of one connection: each costs the server memory until the connection ends. */
const maxPrepared = 256

/** How many texts seen once are remembered; more would only serve texts that rarely recur. */
const maxSeen = 256

/** Which texts are prepared on one connection, and under which name. */
export interface PreparedStatements {
  /** The name of a parametrised text: from its second use on, while there is room; else undefined. */
  nameOf(text: string): string | undefined
  /** Gives a prepared text a new name, or none when there is no room, so that the server parses it again. */
  renew(text: string): void
}

export function preparedStatements(): PreparedStatements {
  const names = new Map<string, string>()
  const seen = new Set<string>()
  /** Includes names that were replaced, since the server keeps their statements. */
  let made = 0

  return {
    nameOf(text) {
      const name = names.get(text)
      if (name !== undefined) return name
      if (made >= maxPrepared) return undefined
      if (seen.delete(text)) return set(text, hash(text))
      if (seen.size >= maxSeen) seen.clear()
      seen.add(text)
      return undefined
    },
    renew(text) {
      names.delete(text)
      if (made < maxPrepared) set(text, `${hash(text)}_${made}`)
    }
  }

  function set(text: string, name: string): string {
    made += 1
    names.set(text, name)
    return name
  }
}

/** Short enough for the 63 bytes of a Postgres name, long enough to rule out collisions. */
function hash(text: string): string {
  return `gnar_${createHash('sha256').update(text).digest('hex').slice(0, 40)}`
}
