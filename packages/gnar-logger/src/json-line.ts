import { hostname } from 'node:os'
import type { Redaction } from 'gnar-env'
import { escapeJson } from './escape.ts'
import type { LineFormat } from './log-record.ts'
import { toPlain } from './plain-value.ts'

/** pino's NDJSON: level, time, pid, hostname, fields, msg; a request has Fastify's fields `req`, `res`, `responseTime`. */
export function createJsonLine(redaction: Redaction): LineFormat {
  const origin = `,"pid":${process.pid},"hostname":${JSON.stringify(hostname())}`
  return {
    errorsApart: false,
    needsCallSite: false,
    format({ level, time, requestId, fields, message }) {
      let given = ''
      if (requestId !== undefined) given += `,"reqId":${JSON.stringify(requestId)}`
      for (const key in fields) given += `,${JSON.stringify(key)}:${JSON.stringify(fields[key])}`
      if (message !== undefined) given += `,"msg":${JSON.stringify(message)}`
      return `{"level":${level},"time":${time}${origin}${escapeJson(given)}}\n`
    },
    formatRequest({ level, time, requestId, method, url, statusCode, responseTime, error, fields }) {
      let added = ''
      for (const key in fields) added += `,${quote(key)}:${quote(fields[key] ?? '')}`
      const request = `,"req":{"method":"${method}","url":${quote(url)}},"res":{"statusCode":${statusCode}}`
      const failure =
        error === undefined ? '' : `,"err":${escapeJson(JSON.stringify(toPlain(error, redaction)))}`
      const message = error === undefined ? 'request completed' : 'request errored'
      return `{"level":${level},"time":${time}${origin},"reqId":${quote(requestId)}${added}${request},"responseTime":${responseTime}${failure},"msg":"${message}"}\n`
    }
  }
}

/** Text as JSON. Most ids and paths need quotes only: 40 ns where escaping takes 160 ns (Node 20). */
function quote(text: string): string {
  return /^[\w/.:?&=%+~-]*$/.test(text) ? `"${text}"` : escapeJson(JSON.stringify(text))
}
