/**
 * The name of an app as messages show it: words capitalised as Python's `str.title` does, underscores removed;
 * `my_gnarly_app` is `MyGnarlyApp`.
 */
export function displayName(name: string): string {
  const titled = name.replace(/\p{Cased}+/gu, (word) => {
    const [first = '', ...rest] = word
    return first.toUpperCase() + rest.join('').toLowerCase()
  })
  return titled.replaceAll('_', '')
}
