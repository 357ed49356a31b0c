import { escapeControl } from './escape.ts'

/** A value that a format may name. */
export interface Token {
  name: string
  kind: 'text' | 'integer' | 'float'
  /** True for text made by another format, whose own control characters must stay. */
  preformatted?: true
}

/** A compiled format: from the tokens' values, in the order of the tokens, to text. */
export interface CompiledFormat {
  (values: readonly Value[]): string
  /** Names of the tokens in the format. */
  readonly used: ReadonlySet<string>
}

type Value = string | number

/** One conversion of a format: `%(name)-8.3f`. */
interface Conversion {
  /** Index of the token among the values. */
  index: number
  token: Token
  /** Any of `#`, `0`, `-`, space and `+`. */
  flags: string
  width: number
  precision: number | undefined
  /** `s`, `r`, `d` or `f`. */
  type: string
}

/** Most digits that JavaScript gives a number. */
const maxDigits = 100
/** Widest column; wider ones would only fill the log with spaces. */
const maxWidth = 1000

/**
 * Compiles a format by Python's percent rules. Control characters of the values are escaped, those of the format stay.
 *
 * @param tokens what the format may use
 * @param style `named` for `%(name)s`; `ordered` for bare `%s`, which must take all tokens in their order
 * @throws Error with the end of a sentence (`has …`) that says what is wrong
 */
export function compilePercentFormat(
  format: string,
  tokens: readonly Token[],
  style: 'named' | 'ordered'
): CompiledFormat {
  const segments = parse(format, tokens, style === 'named')
  const used = new Set(segments.flatMap((segment) => (typeof segment === 'string' ? [] : segment.token.name)))
  const run = (values: readonly Value[]) => {
    let text = ''
    for (const segment of segments) {
      text += typeof segment === 'string' ? segment : convert(values[segment.index] ?? '', segment)
    }
    return text
  }
  return Object.assign(run, { used })
}

function parse(format: string, tokens: readonly Token[], named: boolean): (string | Conversion)[] {
  const segments: (string | Conversion)[] = []
  let position = 0
  let taken = 0
  for (const found of format.matchAll(/%(?:\(([^)]*)\))?([#0 +-]*)(\*|\d*)(?:\.(\*|\d+))?(.|$)/gs)) {
    const [whole, name, flags = '', width = '', precision, type = ''] = found
    segments.push(format.slice(position, found.index))
    position = found.index + whole.length
    if (type === '%') {
      segments.push('%')
      continue
    }
    if (named !== (name !== undefined))
      throw new Error(`has ${whole}, write ${named ? '%(message)s' : '%s'} instead`)
    const index = name === undefined ? taken++ : tokens.findIndex((token) => token.name === name)
    const token = tokens[index]
    if (token === undefined) {
      const valid = tokens.map((one) => one.name).join(', ')
      throw new Error(`has the unknown token ${whole}, valid are ${valid}`)
    }
    if (width === '*' || precision === '*') throw new Error(`has ${whole}: * is not supported`)
    const conversion = {
      index,
      token,
      flags,
      width: Number(width),
      precision: precision === undefined ? undefined : Number(precision),
      type
    }
    const fault = findFault(conversion)
    if (fault !== undefined) throw new Error(`has ${whole}: ${fault}`)
    segments.push(conversion)
  }
  if (!named && taken !== tokens.length) {
    throw new Error(`must take ${tokens.map((token) => token.name).join(' and ')}, as %s.%03d does`)
  }
  segments.push(format.slice(position))
  return segments.filter((segment) => segment !== '')
}

function findFault({ token, width, precision = 0, type }: Conversion): string | undefined {
  if (token.kind === 'text' && !/^[sr]$/.test(type)) return `${token.name} is text, end it with s or r`
  if (!/^[srdf]$/.test(type)) return `${token.name} is a number, end it with s, r, d or f`
  if (width > maxWidth) return `the width must be at most ${maxWidth}`
  if (/[df]/.test(type) && precision > maxDigits) return `the precision must be at most ${maxDigits}`
  return undefined
}

function convert(value: Value, conversion: Conversion): string {
  const { token, type } = conversion
  if (type === 'd' || type === 'f') return padNumber(Number(value), conversion)
  if (typeof value === 'number') return padText(numberText(value, token), conversion)
  const text = padText(type === 'r' ? quote(value) : value, conversion)
  return token.preformatted ? text : escapeControl(text)
}

function padText(text: string, { flags, width, precision }: Conversion): string {
  const cut = precision === undefined ? text : [...text].slice(0, precision).join('')
  if (width === 0) return cut
  const missing = width - [...cut].length
  if (missing <= 0) return cut
  return flags.includes('-') ? cut + ' '.repeat(missing) : ' '.repeat(missing) + cut
}

/** A non-negative number, as all tokens are, with its sign where a flag asks for one. */
function padNumber(value: number, { flags, width, precision, type }: Conversion): string {
  const sign = flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : ''
  const digits =
    type === 'd'
      ? String(Math.trunc(value)).padStart(precision ?? 1, '0')
      : fixed(value, precision ?? 6) + (flags.includes('#') && precision === 0 ? '.' : '')
  if (flags.includes('-')) return (sign + digits).padEnd(width)
  if (flags.includes('0')) return sign + digits.padStart(width - sign.length, '0')
  return (sign + digits).padStart(width)
}

/** JavaScript rounds a half away from zero, C and Python to the even neighbor. */
function fixed(value: number, precision: number): string {
  const rounded = value.toFixed(precision)
  const longer = value.toFixed(Math.min(precision + 30, 100))
  const cut = longer.slice(0, rounded.length)
  const isHalf = /^\.?50*$/.test(longer.slice(rounded.length))
  return isHalf && Number(cut.at(-1)) % 2 === 0 ? cut : rounded
}

/** Python writes a float with its point: 123.0. */
function numberText(value: number, { kind }: Token): string {
  return kind === 'float' && Number.isInteger(value) ? `${value}.0` : String(value)
}

/** Python's `repr`; control characters are escaped later. */
function quote(text: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'"
  return mark + text.replaceAll('\\', '\\\\').replaceAll(mark, `\\${mark}`) + mark
}
