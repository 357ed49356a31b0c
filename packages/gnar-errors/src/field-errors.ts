import AjvCompiler from '@fastify/ajv-compiler'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { readProperty, readText } from './read-property.ts'

/** One invalid field of a request. */
export interface FieldError {
  /** Part of the request: body, params, querystring or headers. */
  in: string
  /** JSON pointer to the field, as a fragment. */
  pointer: string
  detail: string
}

/** Largest body that is validated a second time, in bytes: finding all errors took 3.6 s for 1 MB. */
const maxBody = 16 * 1024
/** Longest text of one field in a response: names of fields may come from the client. */
const maxText = 200

type Validate = ((data: unknown) => unknown) & { errors?: readonly unknown[] | null }

/** For each of Fastify's validators, a function that compiles the one that finds all errors, on first use. */
const thoroughValidators = new WeakMap<object, () => Validate>()

/**
 * Validates routes declared from now on as Fastify does, up to the first error, and keeps a second validator that finds
 * all errors.
 */
export function rememberSchemas(fastify: FastifyInstance): void {
  const buildCompiler = AjvCompiler()
  const buildValidator: AjvCompiler.BuildCompilerFromPool = (externalSchemas, options) => {
    const compile = buildCompiler(externalSchemas, options)
    return (route) => {
      const validate = compile(route)
      let thorough: Validate | undefined
      thoroughValidators.set(validate, () => {
        thorough ??= buildCompiler(externalSchemas, withAllErrors(options))(route) as Validate
        return thorough
      })
      return validate
    }
  }
  fastify.setSchemaController({ compilersFactory: { buildValidator } })
}

type AjvOptions = Parameters<AjvCompiler.BuildCompilerFromPool>[1]

function withAllErrors(options: AjvOptions): AjvOptions {
  return { ...options, customOptions: { ...options?.customOptions, allErrors: true } } as AjvOptions
}

/** The invalid fields of a validation error, at most one more than `most`; empty for any other error. */
export function findFieldErrors(error: unknown, request: FastifyRequest, most: number): FieldError[] {
  const validation = readProperty(error, 'validation')
  const part = readProperty(error, 'validationContext')
  if (!Array.isArray(validation) || typeof part !== 'string') return []
  const fields = validation.flatMap((one) => readField(one, part))
  if (readProperty(error, 'message') !== fields.map(toText).join(', ')) return []
  const all = validateThoroughly(part, request).flatMap((one) => readField(one, part))
  return (all.length > fields.length ? all : fields).slice(0, most + 1).map(shorten)
}

/** The fields as one sentence. */
export function joinFieldErrors(fields: readonly FieldError[], most: number): string {
  const listed = fields.slice(0, most).map(toText).join(', ')
  return fields.length > most ? `${listed} and more` : listed
}

function validateThoroughly(part: string, request: FastifyRequest): readonly unknown[] {
  const validate = thoroughValidator(part, request)
  const data = part === 'querystring' ? request.query : request[part as 'body' | 'params' | 'headers']
  if (validate === undefined || (part === 'body' && isLarge(request))) return []
  try {
    validate(data)
    return validate.errors ?? []
  } catch {
    return []
  }
}

function thoroughValidator(part: string, request: FastifyRequest): Validate | undefined {
  const found: unknown = request.getValidationFunction(part as 'body')
  const validate =
    typeof found === 'object' && found !== null ? Reflect.get(found, request.mediaType ?? '') : found
  return typeof validate === 'function' ? thoroughValidators.get(validate)?.() : undefined
}

function isLarge({ headers, body }: FastifyRequest): boolean {
  const declared = headers['content-length']
  const length = declared === undefined ? Buffer.byteLength(JSON.stringify(body) ?? '') : Number(declared)
  return length > maxBody
}

function readField(found: unknown, part: string): FieldError | [] {
  return {
    in: part,
    pointer: `#${readText(found, 'instancePath')}`,
    detail: readText(found, 'message') || 'is not valid'
  }
}

/** The text of Fastify's own formatter. */
function toText({ in: part, pointer, detail }: FieldError): string {
  return `${part}${pointer.slice(1)} ${detail}`
}

function shorten({ in: part, pointer, detail }: FieldError): FieldError {
  const cut = (text: string) => (text.length > maxText ? `${text.slice(0, maxText)}…` : text)
  return { in: part, pointer: cut(pointer), detail: cut(detail) }
}
