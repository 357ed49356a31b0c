import { escapeControl } from './escape.ts'
import { type Conversion, formatNumber } from './percent-number.ts'

/** A value that a format may name. */
export interface Token {
  name: string
  kind: 'text' | 'integer' | 'float'
  /** Whether the text is made by us, so that it holds nothing to escape. */
  harmless?: true
}

/** Most digits that JavaScript gives a number. */
const maxDigits = 100
/** Widest column; wider ones would only fill the log with spaces. */
const maxWidth = 1000

type Value = string | number
type Segment = string | { index: number; token: Token; conversion: Conversion }

const conversions = {
  text: 'sra',
  integer: 'srdiuoxXeEfFgGca',
  float: 'srdiueEfFgGa'
} as const

/**
 * Compiles a format by Python's percent rules. Control characters of the values are escaped, those of the format stay.
 *
 * @param tokens what the format may use
 * @param style `named` for `%(name)s`; `ordered` for bare `%s`, which must take all tokens in their order
 * @returns a function from the tokens' values, in the order of `tokens`, to text
 * @throws Error with the end of a sentence (`has …`) that says what is wrong
 */
export function compilePercentFormat(
  format: string,
  tokens: readonly Token[],
  style: 'named' | 'ordered'
): ((values: readonly Value[]) => string) & { readonly used: ReadonlySet<string> } {
  const segments = parse(format, tokens, style === 'named')
  const used = new Set(segments.flatMap((segment) => (typeof segment === 'string' ? [] : segment.token.name)))
  const run = (values: readonly Value[]) => {
    let text = ''
    for (const segment of segments) {
      text += typeof segment === 'string' ? segment : formatValue(values[segment.index] ?? '', segment)
    }
    return text
  }
  return Object.assign(run, { used })
}

function parse(format: string, tokens: readonly Token[], named: boolean): Segment[] {
  const segments: Segment[] = []
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
    if (token === undefined) throw new Error(unknownToken(whole, tokens))
    if (width === '*' || precision === '*') throw new Error(`has ${whole}: * is not possible here`)
    if (type === '' || !conversions[token.kind].includes(type)) {
      throw new Error(
        `has ${whole}: ${token.name} is ${token.kind === 'text' ? 'text' : 'a number'}, end it with ${token.kind === 'text' ? 's' : 's or d'}`
      )
    }
    const conversion = {
      flags,
      width: Number(width),
      precision: precision === undefined ? undefined : Number(precision),
      type
    }
    if (conversion.width > maxWidth) throw new Error(`has ${whole}: its width must be at most ${maxWidth}`)
    if (!'sra'.includes(type) && (conversion.precision ?? 0) > maxDigits)
      throw new Error(`has ${whole}: its precision must be at most ${maxDigits}`)
    segments.push({ index, token, conversion })
  }
  if (!named && taken !== tokens.length) {
    throw new Error(`must take ${tokens.map((token) => token.name).join(' and ')}, as %s.%03d does`)
  }
  segments.push(format.slice(position))
  return segments.filter((segment) => segment !== '')
}

function unknownToken(whole: string, tokens: readonly Token[]): string {
  return `has the unknown token ${whole}, valid are ${tokens.map((token) => token.name).join(', ')}`
}

function formatValue(value: Value, { token, conversion }: Exclude<Segment, string>): string {
  const { type } = conversion
  if (type === 'c') {
    const character = String.fromCodePoint(Math.min(Number(value), 0x10_ff_ff))
    return pad(character, { ...conversion, precision: undefined })
  }
  if (type !== 's' && type !== 'r' && type !== 'a') return formatNumber(Number(value), conversion)
  if (typeof value === 'number') return pad(numberText(value, token), conversion)
  const text = pad(type === 's' ? value : quote(value, type), conversion)
  return token.harmless ? text : escapeControl(text)
}

function pad(text: string, { flags, width, precision }: Conversion): string {
  const cut = precision === undefined ? text : [...text].slice(0, precision).join('')
  if (width === 0) return cut
  const missing = width - [...cut].length
  if (missing <= 0) return cut
  return flags.includes('-') ? cut + ' '.repeat(missing) : ' '.repeat(missing) + cut
}

/** A float keeps its point in Python: 123.0. */
function numberText(value: number, { kind }: Token): string {
  return kind === 'float' && Number.isInteger(value) ? `${value}.0` : String(value)
}

/** Python's `repr`, and `ascii` for `a`; control characters are escaped later. */
function quote(text: string, type: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'"
  const quoted = mark + text.replaceAll('\\', '\\\\').replaceAll(mark, `\\${mark}`) + mark
  return type === 'r' ? quoted : quoted.replace(/[^\x20-\x7e]/gu, toAscii)
}

function toAscii(character: string): string {
  const code = character.codePointAt(0) ?? 0
  const hex = code.toString(16)
  if (code < 0x100) return `\\x${hex.padStart(2, '0')}`
  return code < 0x10000 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`
}
