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
  if (writeAgain(value) !== text) refuseTraps(text)
  return value as Record<string, unknown>
}

/**
 * An object written as JSON again: where that gives the text it was read from, no member came twice and no number was
 * rounded. Undefined for one that takes a closer look, since it holds something nested or a number beyond 2^53 - 1.
 */
export function writeAgain(value: object): string | undefined {
  for (const name in value) {
    const member: unknown = value[name as keyof typeof value]
    if (typeof member === 'object' && member !== null) return undefined
    if (typeof member === 'number' && !(Math.abs(member) <= Number.MAX_SAFE_INTEGER)) return undefined
  }
  return JSON.stringify(value)
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

/** Reads text that is known to be JSON once more, for what `JSON.parse` does not tell. */
function refuseTraps(text: string): void {
  /** The names so far of each object that is open; those of an array stay empty. */
  const open: Set<string>[] = []
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at)
    if (character === '"') {
      const end = endOfString(text, at)
      if (isName(text, end)) addName(open.at(-1), text.slice(at, end))
      at = end - 1
    } else if (character === '{' || character === '[') {
      if (open.push(new Set()) > maxDepth)
        throw new Error(`must not be nested deeper than ${maxDepth} levels`)
    } else if (character === '}' || character === ']') {
      open.pop()
    } else if (character >= '0' && character <= '9') {
      const end = endOfNumber(text, at)
      refuseInexact(Number(text.slice(at, end)))
      at = end - 1
    }
  }
}

/** The index behind the quote that closes the string which begins at `start`. */
function endOfString(text: string, start: number): number {
  let at = start + 1
  while (text.charAt(at) !== '"') at += text.charAt(at) === '\\' ? 2 : 1
  return at + 1
}

/** Whether the string that ends before `end` is the name of a member. */
function isName(text: string, end: number): boolean {
  let at = end
  while (' \t\r\n'.includes(text.charAt(at)) && at < text.length) at += 1
  return text.charAt(at) === ':'
}

function endOfNumber(text: string, start: number): number {
  let at = start + 1
  while ('0123456789.eE+-'.includes(text.charAt(at)) && at < text.length) at += 1
  return at
}

function addName(names: Set<string> | undefined, quoted: string): void {
  const name: string = quoted.includes('\\') ? JSON.parse(quoted) : quoted.slice(1, -1)
  if (names?.has(name)) throw new Error('a member comes twice')
  names?.add(name)
}

function refuseInexact(number: number): void {
  if (Math.abs(number) > Number.MAX_SAFE_INTEGER) throw new Error('a number is beyond 2^53 - 1')
}
