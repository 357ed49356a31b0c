import type { Variable } from './variables.ts'

/** A `.env` file with every variable: set or missing ones as lines to fill in, the others as comments. */
export function dotenvTemplate(variables: readonly Variable[]): string {
  const plugins = new Set(variables.map(({ plugin }) => plugin))
  return [...plugins]
    .map((plugin) => {
      const own = variables.filter((variable) => variable.plugin === plugin)
      return [`# ${plugin}`, ...own.map(toLines)].join('\n\n')
    })
    .join('\n\n')
}

function toLines({ variable, meaning, example, secret, source, value, problem }: Variable): string {
  const isDefault = source === 'default'
  const isOptional = problem === undefined && (isDefault || source === 'missing')
  const shown = isDefault && !secret && value !== undefined ? value : example
  const comment = `# ${meaning}${isDefault ? ' (default)' : ''}${secret ? ' (secret)' : ''}`
  return `${comment}\n${isOptional ? '# ' : ''}${variable}=${quote(shown)}`
}

/** A value for a `.env` file, in quotes that it does not contain. */
function quote(value: string): string {
  if (!/[\s#"'`]/.test(value)) return value
  const mark = ["'", '"', '`'].find((candidate) => !value.includes(candidate)) ?? '"'
  return `${mark}${value}${mark}`
}
