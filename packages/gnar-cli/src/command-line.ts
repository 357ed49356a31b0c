import { inspect } from 'node:util'
import { createProgram } from './program.ts'

try {
  await createProgram().parseAsync()
} catch (error) {
  // Errors of the family say what to do next; any other one is a fault of this program, and its stack is of use.
  const own = error instanceof Error && 'code' in error && String(error.code).startsWith('GNAR_ERR_')
  process.stderr.write(`gnar: ${own ? error.message : inspect(error)}\n`)
  process.exitCode = 1
}
