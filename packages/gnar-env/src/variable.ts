import { readFileSync } from 'node:fs'

type Environment = Readonly<Record<string, string | undefined>>

/** Where the text of a variable was found. */
export interface FoundVariable {
  /** The variable itself, or the one that names a file with its text: `<name>_FILE`. */
  variable: string
  /** Absent when the file cannot be read. */
  text?: string
  /** What is wrong, as the end of a sentence that begins with the variable. */
  fault?: string
}

/**
 * Finds a variable, or the file that `<name>_FILE` names, as Docker and Kubernetes mount secrets. One newline at the end
 * of the file is removed. An empty variable counts as not set.
 *
 * @returns undefined when neither is set
 */
export function findVariable(env: Environment, name: string): FoundVariable | undefined {
  const fileVariable = `${name}_FILE`
  const text = String(env[name] ?? '')
  const path = String(env[fileVariable] ?? '')
  if (path === '') return text === '' ? undefined : { variable: name, text }
  if (text !== '') return { variable: fileVariable, fault: `and ${name} are both set: unset one of them` }
  try {
    return { variable: fileVariable, text: readFileSync(path, 'utf8').replace(/\r?\n$/, '') }
  } catch (error) {
    return { variable: fileVariable, fault: `must name a file that can be read: ${(error as Error).message}` }
  }
}
