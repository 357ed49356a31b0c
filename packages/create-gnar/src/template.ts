const opening = /@if (!?)([\w-]+)/
const closing = /@end\b/

/**
 * Fills in a template: `{{word}}` is replaced, and the lines between a comment `@if word` (or `@if !word`) and a comment
 * `@end` stay if the condition is true.
 *
 * @throws Error if the template names an unknown word, or its sections do not match
 */
export function render(
  template: string,
  words: Readonly<Record<string, string>>,
  conditions: ReadonlySet<string>
): string {
  const open: boolean[] = []
  const lines = template.split('\n').filter((line) => {
    const [, negation, word = ''] = opening.exec(line) ?? []
    if (negation !== undefined) {
      open.push(conditions.has(word) === (negation === ''))
      return false
    }
    if (closing.test(line)) {
      if (open.pop() === undefined) throw new Error('@end without @if')
      return false
    }
    return !open.includes(false)
  })
  if (open.length > 0) throw new Error('@if without @end')
  return lines.join('\n').replaceAll(/\{\{(\w+)\}\}/g, (_, word: string) => {
    const value = words[word]
    if (value === undefined) throw new Error(`Unknown word {{${word}}}`)
    return value
  })
}
