import { compilePercentFormat } from './percent-format.ts'

/**
 * Makes Python's `asctime`: local date and time, then the milliseconds as `msecFormat` says.
 *
 * @param msecFormat a percent format of two positional values, time as text and milliseconds as a number
 * @returns a function from milliseconds since 1970 to text; date and time are made once per second, the whole once per
 * millisecond
 */
export function createAsctime(msecFormat: string): (time: number) => string {
  const format = compilePercentFormat(
    msecFormat,
    [
      { name: 'time', kind: 'text', harmless: true },
      { name: 'milliseconds', kind: 'float' }
    ],
    'ordered'
  )
  let second = Number.NaN
  let date = ''
  let millisecond = Number.NaN
  let text = ''
  return (time) => {
    if (time === millisecond) return text
    const now = Math.floor(time / 1000)
    if (now !== second) {
      second = now
      date = localTime(new Date(time))
    }
    millisecond = time
    text = format([date, time - now * 1000])
    return text
  }
}

function localTime(date: Date): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
}
