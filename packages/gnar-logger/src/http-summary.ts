import type { Redaction } from 'gnar-env'

/** What a log shows of a request, Fastify's or Node's; undefined for anything else. Headers are excluded. */
export function summarizeRequest(
  value: object,
  { redactUrl }: Redaction
): { method: string; url: string } | undefined {
  const { method, url, headers } = value as { method?: unknown; url?: unknown; headers?: unknown }
  if (typeof method !== 'string' || typeof url !== 'string' || typeof headers !== 'object') return undefined
  return 'socket' in value ? { method, url: redactUrl(url) } : undefined
}

/** What a log shows of a response, Fastify's or Node's; undefined for anything else. */
export function summarizeResponse(value: object): { statusCode: number } | undefined {
  const { statusCode, getHeader } = value as { statusCode?: unknown; getHeader?: unknown }
  return typeof statusCode === 'number' && typeof getHeader === 'function' ? { statusCode } : undefined
}
