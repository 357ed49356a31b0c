import type { Redaction } from 'gnar-env'
import { createAsctime } from './asctime.ts'
import { noCallSite } from './call-site.ts'
import { errorText } from './error-text.ts'
import { escapeControl } from './escape.ts'
import { toPythonLevel } from './levels.ts'
import type { LineFormat, LogRecord } from './log-record.ts'
import { compilePercentFormat, type Token } from './percent-format.ts'
import type { Plain } from './plain-value.ts'

/** The tokens of Python's logging that we support, and the request id, in the order in which a record gives them. */
const tokens: readonly Token[] = [
  { name: 'asctime', kind: 'text', preformatted: true },
  { name: 'created', kind: 'float' },
  { name: 'msecs', kind: 'float' },
  { name: 'levelname', kind: 'text' },
  { name: 'levelno', kind: 'integer' },
  { name: 'name', kind: 'text' },
  { name: 'module', kind: 'text' },
  { name: 'filename', kind: 'text' },
  { name: 'pathname', kind: 'text' },
  { name: 'lineno', kind: 'integer' },
  { name: 'funcName', kind: 'text' },
  { name: 'process', kind: 'integer' },
  { name: 'message', kind: 'text' },
  { name: 'reqId', kind: 'text' }
]

const siteTokens = ['name', 'module', 'filename', 'pathname', 'lineno', 'funcName']

/** The default format of the original; three spaces before the message. */
export const defaultFormat = '%(asctime)s %(levelname)-8s %(name)s:%(lineno)d   %(message)s'

/** Compiles a format of Python's logging; @throws Error with the end of a sentence that says what is wrong. */
export function compileTextFormat(format: string) {
  const compiled = compilePercentFormat(format, tokens, 'named')
  if (compiled.used.size === 0) throw new Error('has no token such as %(message)s')
  return compiled
}

/** One line of text per record in Python's format, then the stacks of its errors, indented. */
export function createTextLine(format: string, msecFormat: string, redaction: Redaction): LineFormat {
  const compiled = compileTextFormat(format)
  const asctime = createAsctime(msecFormat)
  const showsRequestId = compiled.used.has('reqId')

  function formatRecord(record: LogRecord): string {
    const { time, requestId = '-', errors } = record
    const level = toPythonLevel(record.level)
    const { name, module, filename, pathname, lineno, funcName } = record.site ?? noCallSite
    const line = compiled([
      asctime(time),
      time / 1000,
      time % 1000,
      level.name,
      level.number,
      name,
      module,
      filename,
      pathname,
      lineno,
      funcName,
      process.pid,
      messageText(record, showsRequestId),
      requestId
    ])
    return `${line}${errors.length === 0 ? '' : indent(errorText(errors, redaction))}\n`
  }

  return {
    errorsApart: true,
    needsCallSite: siteTokens.some((name) => compiled.used.has(name)),
    format: formatRecord,
    formatRequest({ time, level, requestId, method, url, statusCode, responseTime, error, fields }) {
      const message = `${method} ${url} ${statusCode} ${responseTime.toFixed(1)} ms`
      const errors = error === undefined ? [] : [error]
      return formatRecord({ time, level, requestId, message, fields, errors, site: undefined })
    }
  }
}

/** The message, then the fields as `key=value`. */
function messageText({ message = '', requestId, fields }: LogRecord, showsRequestId: boolean): string {
  const parts = message === '' ? [] : [message]
  for (const key in fields) parts.push(fieldText(key, fields[key] ?? null))
  if (requestId !== undefined && !showsRequestId) parts.push(fieldText('reqId', requestId))
  return parts.join(' ')
}

function fieldText(key: string, value: Plain): string {
  return `${bare(key)}=${typeof value === 'string' ? bare(value) : JSON.stringify(value)}`
}

/** Quotes text that could be read as more than one value. */
function bare(text: string): string {
  return /^[\w./:@[\]?&%+~-]+$/.test(text) ? text : JSON.stringify(text)
}

/** An indented line cannot be mistaken for a log line. */
function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => `\n    ${escapeControl(line)}`)
    .join('')
}
