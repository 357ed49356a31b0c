import { redactUrl } from './redact-url.ts'

/** A request, Fastify's or Node's, as a log shows it, undefined for anything else. Headers stay out. */
export function summarizeRequest(value: object): { method: string; url: string } | undefined {
  const { method, url, headers } = value as { method?: unknown; url?: unknown; headers?: unknown }
  if (typeof method !== 'string' || typeof url !== 'string' || typeof headers !== 'object') return undefined
  return 'socket' in value ? { method, url: redactUrl(url) } : undefined
}

/** A response, Fastify's or Node's, as a log shows it, undefined for anything else. */
export function summarizeResponse(value: object): { statusCode: number } | undefined {
  const { statusCode, getHeader } = value as { statusCode?: unknown; getHeader?: unknown }
  return typeof statusCode === 'number' && typeof getHeader === 'function' ? { statusCode } : undefined
}
