/** Deeper than any real identity, and shallow enough for every reader that recurses. */
const maxDepth = 64

/**
 * Parses JSON as strictly as a token requires: an object without duplicate members (two readers could each take another
 * one) and without numbers beyond 2^53 - 1 (JavaScript would round them, and so name another user).
 *
 * @throws Error whose message ends the sentence "Invalid header string: "
 */
export function parseStrictJson(text: string): Record<string, unknown> {
  const value = parse(text)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw notAnObject()
  if (writeExactly(value) !== text) refuseTraps(text)
  return value as Record<string, unknown>
}

/**
 * Writes a parsed object as JSON again; undefined when it holds a number that was rounded, or is nested too deep. Where
 * the result equals the text that was parsed, that text had no duplicate members.
 */
export function writeExactly(value: object): string | undefined {
  return isExact(value, 1) ? JSON.stringify(value) : undefined
}

function isExact(value: unknown, depth: number): boolean {
  if (typeof value === 'number') return Math.abs(value) <= Number.MAX_SAFE_INTEGER
  if (typeof value !== 'object' || value === null) return true
  return depth <= maxDepth && Object.values(value).every((member) => isExact(member, depth + 1))
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

/** Scans text that is known to be JSON for what `JSON.parse` does not report. */
function refuseTraps(text: string): void {
  /** The names so far of each open object; those of an array stay empty. */
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

/** The index after the closing quote of the string that begins at `start`. */
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
  if (names?.has(name)) throw new Error('has a duplicate member')
  names?.add(name)
}

function refuseInexact(number: number): void {
  if (Math.abs(number) > Number.MAX_SAFE_INTEGER) throw new Error('a number is beyond 2^53 - 1')
}
