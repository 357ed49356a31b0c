import { distance } from 'fastest-levenshtein'
import type { Problem } from './errors.ts'

/** Fastify's own register options, which every plugin tolerates. */
const registerOptions: readonly string[] = ['prefix', 'logLevel', 'logSerializers']

/** A problem for each key of `options` that is neither in `known` nor one of Fastify's register options. */
export function unknownOptions(plugin: string, known: readonly string[], options: object): Problem[] {
  return Object.keys(options)
    .filter((key) => !known.includes(key) && !registerOptions.includes(key))
    .map((key) => {
      const suggestion = nearest(key, known)
      const advice =
        suggestion === undefined ? `valid options are ${known.join(', ')}` : `did you mean "${suggestion}"?`
      return { plugin, option: key, message: `unknown option "${key}" of ${plugin}: ${advice}` }
    })
}

/** The word of `words` that `input` was probably meant to be; undefined when none is near. */
export function nearest(input: string, words: readonly string[]): string | undefined {
  const limit = Math.max(2, Math.floor(input.length / 3))
  return words
    .map((word) => ({ word, edits: distance(input.toLowerCase(), word.toLowerCase()) }))
    .filter(({ edits }) => edits <= limit)
    .sort((a, b) => a.edits - b.edits)[0]?.word
}
