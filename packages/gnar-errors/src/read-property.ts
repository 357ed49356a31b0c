/** A property of any thrown value; undefined if it is missing or its getter throws. */
export function readProperty(thrown: unknown, key: string): unknown {
  try {
    return (thrown as Record<string, unknown> | null | undefined)?.[key]
  } catch {
    return undefined
  }
}

/** A property of any thrown value as text; empty if it is missing or cannot be read as text. */
export function readText(thrown: unknown, key: string): string {
  try {
    return String(readProperty(thrown, key) ?? '')
  } catch {
    return ''
  }
}
