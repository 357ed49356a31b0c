/** Replaces the values of secret-named query keys with `[Redacted]`. */
export function redactUrl(url: string): string {
  return url.replaceAll(
    /([?&][^=&]*(?:password|secret|token|authorization|cookie)[^=&]*=)[^&]*/gi,
    '$1[Redacted]'
  )
}
