/** How many values a label may have that an app chooses at run time. */
const maxValues = 100

/** The value of all further ones. */
const other = 'other'

/** Bounds the values of a label: the first ones keep their name, all others become `other`. */
export function boundedLabel(): (value: string) => string {
  const seen = new Set<string>()
  return (value) => {
    if (seen.has(value)) return value
    if (seen.size >= maxValues) return other
    seen.add(value)
    return value
  }
}
