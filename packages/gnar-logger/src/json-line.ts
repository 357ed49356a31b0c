import { hostname } from 'node:os'
import { escapeJson } from './escape.ts'
import type { LineFormat } from './log-record.ts'
import { toPlain } from './plain-value.ts'

/** pino's NDJSON: level, time, pid, hostname, fields, msg; a request has Fastify's fields `req`, `res`, `responseTime`. */
export function createJsonLine(): LineFormat {
  const origin = `,"pid":${process.pid},"hostname":${JSON.stringify(hostname())}`
  const requestStart = rememberLast((time) => `{"level":30,"time":${time}${origin},"reqId":"`)
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
    formatRequest({ level, time, requestId, method, url, statusCode, responseTime, error }) {
      const request = `${inQuotes(requestId)}${requestPart(method)}${inQuotes(url)}${responsePart(statusCode)}${responseTime}`
      if (error === undefined) return `${requestStart(time)}${request},"msg":"request completed"}\n`
      const failure = escapeJson(JSON.stringify(toPlain(error)))
      return `{"level":${level},"time":${time}${origin},"reqId":"${request},"err":${failure},"msg":"request errored"}\n`
    }
  }
}

// Joining the pieces of a line costs more than all else about it, so what often comes again is joined once.
const requestPart = remember((method: string) => `","req":{"method":"${method}","url":"`)
const responsePart = remember((status: number) => `"},"res":{"statusCode":${status}},"responseTime":`)

/** For the few methods and status codes that HTTP has. */
function remember<K>(make: (key: K) => string): (key: K) => string {
  const made = new Map<K, string>()
  return (key) => {
    let text = made.get(key)
    if (text === undefined) {
      text = make(key)
      made.set(key, text)
    }
    return text
  }
}

/** For milliseconds, of which many requests share one. */
function rememberLast(make: (time: number) => string): (time: number) => string {
  let last = Number.NaN
  let text = ''
  return (time) => {
    if (time !== last) {
      last = time
      text = make(time)
    }
    return text
  }
}

/** What stands between JSON's quotes; most ids and paths need no change. */
function inQuotes(text: string): string {
  return /^[\w/.:?&=%+~-]*$/.test(text) ? text : escapeJson(JSON.stringify(text)).slice(1, -1)
}
