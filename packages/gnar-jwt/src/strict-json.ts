/** Deeper than anybody nests an identity, and shallow enough for every reader that recurses. */
const maxDepth = 64

/**
 * Parses JSON as a token may hold it: an object in which no member comes twice (two readers could each take another)
 * and no number is beyond 2^53 - 1 (JavaScript would make another number of it, and so another user).
 *
 * @throws Error whose message ends the sentence "Invalid header string: "
 */
export function parseStrictJson(text: string): Record<string, unknown> {
  const value = parse(text)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw notAnObject()
  refuseTraps(text)
  return value as Record<string, unknown>
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw notAnObject()
  }
}

function notAnObject(): Error {
  return new Error('must be a json object')
}

/** A string (with the colon that makes it a name), a bracket or a number, in text that is known to be JSON. */
const tokens = /("[^"\\]*(?:\\.[^"\\]*)*")(\s*:)?|[{}[\]]|-?\d[\d.eE+-]*/g

function refuseTraps(text: string): void {
  /** The names so far of each object that is open; those of an array stay empty. */
  const open: Set<string>[] = []
  for (const [token, string, colon] of text.matchAll(tokens)) {
    if (token === '{' || token === '[') push(open)
    else if (token === '}' || token === ']') open.pop()
    else if (colon !== undefined) addName(open.at(-1), JSON.parse(string as string))
    else if (string === undefined) refuseInexact(Number(token))
  }
}

function push(open: Set<string>[]): void {
  if (open.length === maxDepth) throw new Error(`must not be nested deeper than ${maxDepth} levels`)
  open.push(new Set())
}

function addName(names: Set<string> | undefined, name: string): void {
  if (names?.has(name)) throw new Error('a member comes twice')
  names?.add(name)
}

function refuseInexact(number: number): void {
  if (Math.abs(number) > Number.MAX_SAFE_INTEGER) throw new Error('a number is beyond 2^53 - 1')
}
