import type { Message } from '@aws-sdk/client-sqs'
import { ConfigurationError } from 'gnar-env'
import type { XSchema } from 'typebox/schema'
import { InvalidBodyError } from './errors.ts'
import type { PollValues } from './poll-settings.ts'

/** Parses and checks the body of a message. @throws InvalidBodyError that lists every fault */
export type CheckBody = (message: Message) => unknown

/** Maximum number of faults in one error: a body can have as many as it has bytes. */
const maxFaults = 20

/**
 * Compiles a poll's schema. Without a schema, bodies are neither parsed nor checked.
 * @throws ConfigurationError when the schema cannot be compiled
 */
export async function createBodyCheck({ schema, queueName }: PollValues): Promise<CheckBody> {
  if (schema === undefined) return () => undefined
  const { Settings } = await import('typebox/system')
  const validator = await compile(schema, `poll ${queueName} of gnar-sqs`)

  /** TypeBox stops after eight faults; only a process-wide setting raises that, so it is raised for this call. */
  function listFaults(body: unknown) {
    const { maxErrors } = Settings.Get()
    Settings.Set({ maxErrors: maxFaults + 1 })
    try {
      return validator.Errors(body)[1]
    } finally {
      Settings.Set({ maxErrors })
    }
  }

  return ({ Body = '' }) => {
    let body: unknown
    try {
      body = JSON.parse(Body)
    } catch {
      throw new InvalidBodyError('it is not JSON')
    }
    if (validator.Check(body)) return body
    const faults = listFaults(body)
    const listed = faults
      .slice(0, maxFaults)
      .map(({ instancePath, message }) => `body${instancePath} ${message}`)
    if (faults.length > maxFaults) listed.push('and more')
    throw new InvalidBodyError(listed.join('; '))
  }
}

async function compile(schema: XSchema, plugin: string) {
  const { Compile } = await import('typebox/schema')
  try {
    return Compile(schema)
  } catch (error) {
    const message = `option schema of ${plugin} cannot be compiled: ${error instanceof Error ? error.message : error}`
    throw new ConfigurationError([{ plugin, option: 'schema', message }])
  }
}
