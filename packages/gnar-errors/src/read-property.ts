/** A property of any thrown value; undefined if it is missing or its getter throws. */
export function readProperty(thrown: unknown, key: string): unknown {
  try {
    return (thrown as Record<string, unknown> | null | undefined)?.[key]
  } catch {
    return undefined
  }
}
