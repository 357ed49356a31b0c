/** One conversion of a percent format: `%(name)-8.3f`. */
export interface Conversion {
  /** Any of `#`, `0`, `-`, space and `+`. */
  flags: string
  width: number
  precision: number | undefined
  /** The letter at its end. */
  type: string
}

/** A finite number as Python's percent formatting writes it; `type` is one of `d i u o x X e E f F g G`. */
export function formatNumber(value: number, { flags, width, precision, type }: Conversion): string {
  const integral = 'diuoxX'.includes(type)
  const whole = integral ? Math.trunc(value) : value
  const negative = whole < 0 || (Object.is(value, -0) && !integral)
  const sign = negative ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : ''
  const alternate = flags.includes('#')
  const prefix = sign + (alternate ? (bases[type]?.prefix ?? '') : '')
  const digits = integral
    ? integerDigits(Math.abs(whole), type, precision ?? 1)
    : floatDigits(Math.abs(whole), type.toLowerCase(), precision ?? 6, alternate)
  const text = 'EG'.includes(type) ? digits.toUpperCase() : digits
  if (flags.includes('-')) return (prefix + text).padEnd(width)
  if (flags.includes('0')) return prefix + text.padStart(width - prefix.length, '0')
  return (prefix + text).padStart(width)
}

const bases: Readonly<Record<string, { base: number; prefix: string }>> = {
  x: { base: 16, prefix: '0x' },
  X: { base: 16, prefix: '0X' },
  o: { base: 8, prefix: '0o' }
}

function integerDigits(value: number, type: string, precision: number): string {
  const digits = value.toString(bases[type]?.base ?? 10)
  return (type === 'X' ? digits.toUpperCase() : digits).padStart(precision, '0')
}

function floatDigits(value: number, type: string, precision: number, alternate: boolean): string {
  if (type === 'f') return point(fixed(value, precision), alternate)
  if (type === 'e') return exponential(value, precision, alternate)
  return general(value, Math.max(precision, 1), alternate)
}

function fixed(value: number, precision: number): string {
  return toEven(value.toFixed(precision), value.toFixed(Math.min(precision + 30, 100)))
}

/** At least two digits of exponent. */
function exponential(value: number, precision: number, alternate: boolean): string {
  const [mantissa = '', exponent = ''] = value.toExponential(precision).split('e')
  const [longer = ''] = value.toExponential(Math.min(precision + 30, 100)).split('e')
  const sign = exponent.slice(0, 1)
  return `${point(toEven(mantissa, longer), alternate)}e${sign}${exponent.slice(1).padStart(2, '0')}`
}

/** JavaScript rounds a half away from zero, C and Python to the even neighbour. */
function toEven(rounded: string, longer: string): string {
  const cut = longer.slice(0, rounded.length)
  const isHalf = /^\.?50*$/.test(longer.slice(rounded.length))
  return isHalf && Number(cut.at(-1)) % 2 === 0 ? cut : rounded
}

/** The shorter of the two, without the zeros at the end unless `#` asks for them. */
function general(value: number, precision: number, alternate: boolean): string {
  const exponent = Number(value.toExponential(precision - 1).split('e')[1])
  const text =
    exponent >= -4 && exponent < precision
      ? point(fixed(value, precision - 1 - exponent), alternate)
      : exponential(value, precision - 1, alternate)
  return alternate ? text : text.replace(/(\.\d*?)0+(?=e|$)/, '$1').replace(/\.(?=e|$)/, '')
}

function point(digits: string, alternate: boolean): string {
  return alternate && !digits.includes('.') ? `${digits}.` : digits
}
