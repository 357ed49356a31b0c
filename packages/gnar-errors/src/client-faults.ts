import type { FastifyRequest } from 'fastify'
import type { FieldError } from './field-errors.ts'
import { readProperty, readText } from './read-property.ts'

/** An error of the platform that a client causes with a value which no schema refuses. */
interface Fault {
  isCausedBy(error: unknown): boolean
  /** Whether a value is the kind that causes it, `depth` levels below its field. */
  isCause(value: unknown, depth: number): boolean
  detail: string
}

/** How deep fields may be nested: JSON.stringify and validators of recursive schemas overflow the stack at some 3000. */
const maxDepth = 1000

const faults: readonly Fault[] = [
  {
    isCausedBy: (error) => readText(error, 'message') === 'Maximum call stack size exceeded',
    isCause: (_value, depth) => depth > maxDepth,
    detail: `must not be nested more than ${maxDepth} levels deep`
  },
  {
    isCausedBy: (error) => readProperty(error, 'code') === 'ERR_INVALID_CHAR',
    isCause: (value) => typeof value === 'string' && /[^\t\x20-\x7e\x80-\xff]/.test(value),
    detail: 'must not have characters that no header can have'
  }
]

const parts = { body: 'body', params: 'params', query: 'querystring' } as const

/** The field of a request whose value caused an error of the platform; undefined for an error of the app. */
export function findClientFault(error: unknown, request: FastifyRequest): FieldError | undefined {
  const fault = faults.find(({ isCausedBy }) => isCausedBy(error))
  if (fault === undefined) return undefined
  for (const [part, name] of Object.entries(parts)) {
    const path = findCause(request[part as keyof typeof parts], fault)
    if (path !== undefined) return { in: name, pointer: `#${path}`, detail: fault.detail }
  }
  return undefined
}

/** The path of the field that holds a cause, without recursion, since the value may be too deep for it. */
function findCause(root: unknown, { isCause }: Fault): string | undefined {
  const stack = [{ value: root, path: '', depth: 0 }]
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { value, path, depth } = next
    if (isCause(value, depth)) return path
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) continue
    for (const [key, child] of Object.entries(value)) {
      stack.push({ value: child, path: depth < 3 ? `${path}/${escapePointer(key)}` : path, depth: depth + 1 })
    }
  }
  return undefined
}

/** RFC 6901. */
function escapePointer(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1')
}
