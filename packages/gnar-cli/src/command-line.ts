import { inspect } from 'node:util'
import { createProgram } from './program.ts'

try {
  await createProgram().parseAsync()
} catch (error) {
  // Our own errors say what to do; any other is a bug in this program, and its stack helps.
  const own = error instanceof Error && 'code' in error && String(error.code).startsWith('GNAR_ERR_')
  process.stderr.write(`gnar: ${own ? error.message : inspect(error)}\n`)
  process.exitCode = 1
}
