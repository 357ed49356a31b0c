/**
 * Parses JSON as a token may hold it: an object in which no member comes twice (two readers could each take another)
 * and no number is beyond 2^53 - 1 (JavaScript would make another number of it, and so another user).
 *
 * @throws Error whose message ends the sentence "Invalid header string: "
 */
export function parseStrictJson(text: string): Record<string, unknown> {
  const value = parse(text)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw notAnObject()
  refuseAmbiguity(text)
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

/** A string (with the colon that makes it a name), a brace or a number, in text that is known to be JSON. */
const tokens = /("[^"\\]*(?:\\.[^"\\]*)*")(\s*:)?|[{}]|-?\d[\d.eE+-]*/g

function refuseAmbiguity(text: string): void {
  const openObjects: Set<string>[] = []
  for (const [token, string, colon] of text.matchAll(tokens)) {
    if (token === '{') openObjects.push(new Set())
    else if (token === '}') openObjects.pop()
    else if (colon !== undefined) addName(openObjects.at(-1), JSON.parse(string as string))
    else if (string === undefined) refuseInexact(Number(token))
  }
}

function addName(names: Set<string> | undefined, name: string): void {
  if (names?.has(name)) throw new Error('a member comes twice')
  names?.add(name)
}

function refuseInexact(number: number): void {
  if (Math.abs(number) > Number.MAX_SAFE_INTEGER) throw new Error('a number is beyond 2^53 - 1')
}
