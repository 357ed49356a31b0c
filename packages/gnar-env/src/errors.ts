import { createError } from '@fastify/error'

/** One thing that is wrong with a plugin's options or environment. */
export interface Problem {
  plugin: string
  option: string
  /** Full name of the environment variable, where the problem has one. */
  variable?: string
  /** A whole sentence for the reader, which never contains a secret. */
  message: string
}

const Base = createError<'GNAR_ERR_CONFIGURATION', 500, [string]>('GNAR_ERR_CONFIGURATION', '%s', 500)

/** `GNAR_ERR_CONFIGURATION`: options or environment variables are wrong; the message lists each problem on a line. */
export class ConfigurationError extends Base {
  readonly problems: readonly Problem[]

  constructor(problems: readonly Problem[]) {
    const lines = problems.map(({ message }) => message)
    super(
      lines.length === 1
        ? (lines[0] as string)
        : `${lines.length} problems:\n${lines.map((line) => `  - ${line}`).join('\n')}`
    )
    this.problems = problems
  }
}
