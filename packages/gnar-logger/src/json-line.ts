import { hostname } from 'node:os'
import type { LineFormat } from './log-record.ts'
import { toPlain } from './plain-value.ts'

/** pino's NDJSON: level, time, pid, hostname, fields, msg; a request has Fastify's fields `req`, `res`, `responseTime`. */
export function createJsonLine(): LineFormat {
  const origin = `,"pid":${process.pid},"hostname":${JSON.stringify(hostname())}`
  return {
    errorsApart: false,
    needsCallSite: false,
    format({ level, time, requestId, fields, message }) {
      let line = `{"level":${level},"time":${time}${origin}`
      if (requestId !== undefined) line += `,"reqId":${JSON.stringify(requestId)}`
      for (const key in fields) line += `,${JSON.stringify(key)}:${JSON.stringify(fields[key])}`
      if (message !== undefined) line += `,"msg":${JSON.stringify(message)}`
      return `${line}}\n`
    },
    formatRequest({ level, time, requestId, method, url, statusCode, responseTime, error }) {
      const request = `,"req":{"method":"${method}","url":${JSON.stringify(url)}},"res":{"statusCode":${statusCode}}`
      const failure = error === undefined ? '' : `,"err":${JSON.stringify(toPlain(error))}`
      const message = error === undefined ? 'request completed' : 'request errored'
      return `{"level":${level},"time":${time}${origin},"reqId":${JSON.stringify(requestId)}${request},"responseTime":${responseTime}${failure},"msg":"${message}"}\n`
    }
  }
}
