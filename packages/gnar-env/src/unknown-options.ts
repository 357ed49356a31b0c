import type { Problem } from './errors.ts'

/** Fastify's own register options, which every plugin tolerates. */
const registerOptions: readonly string[] = ['prefix', 'logLevel', 'logSerializers']

/** A problem for each key of `options` that is neither in `known` nor one of Fastify's register options; `formerly` has what to write for old names. */
export function unknownOptions(
  plugin: string,
  known: readonly string[],
  options: object,
  formerly: Readonly<Record<string, string>> = {}
): Problem[] {
  return Object.keys(options)
    .filter((key) => !known.includes(key) && !registerOptions.includes(key))
    .map((key) => {
      const renamed = Object.hasOwn(formerly, key) ? formerly[key] : undefined
      const suggestion = nearest(key, known)
      const guess =
        suggestion === undefined ? `valid options are ${known.join(', ')}` : `did you mean "${suggestion}"?`
      const advice = renamed === undefined ? guess : `write ${renamed}`
      return { plugin, option: key, message: `unknown option "${key}" of ${plugin}: ${advice}` }
    })
}

/** The word of `words` that `input` was probably meant to be; undefined when none is near. */
export function nearest(input: string, words: readonly string[]): string | undefined {
  const limit = Math.max(2, Math.floor(input.length / 3))
  return words
    .map((word) => ({ word, edits: countEdits(input.toLowerCase(), word.toLowerCase()) }))
    .filter(({ edits }) => edits <= limit)
    .sort((a, b) => a.edits - b.edits)[0]?.word
}

/** Levenshtein's distance: how many characters to insert, delete or replace to make one word of the other. */
function countEdits(from: string, to: string): number {
  let above = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (const [row, letter] of [...from].entries()) {
    const current = [row + 1]
    for (const [column, other] of [...to].entries()) {
      const replaced = (above[column] ?? 0) + (letter === other ? 0 : 1)
      current.push(Math.min(replaced, (above[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1))
    }
    above = current
  }
  return above.at(-1) ?? 0
}
