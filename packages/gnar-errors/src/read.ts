/** A property of anything that may be thrown; undefined where there is none, or where its getter throws. */
export function read(thrown: unknown, key: string): unknown {
  try {
    return (thrown as Record<string, unknown> | null | undefined)?.[key]
  } catch {
    return undefined
  }
}
