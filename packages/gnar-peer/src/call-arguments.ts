import { type CallOptions, isOptionName } from './call-options.ts'
import { PeerUsageError } from './errors.ts'
import { isPlainObject } from './query.ts'

/** The options that have a position of their own. */
type Place = 'params' | 'data' | 'json'

/**
 * The options of a call that was given by position or as one object.
 *
 * A plain object as the only argument after the path is the options when every name in it is that of an option. Any
 * other `params` or `data` with such a name could be meant in two ways, and is an error.
 *
 * @throws PeerUsageError that shows both ways to write a call that is ambiguous
 */
export function readArguments<Options extends CallOptions>(
  method: string,
  place: 'params' | 'data',
  value: unknown,
  options: Options | undefined,
  json?: unknown
): Options | undefined {
  if (isPlainObject(value)) {
    const names = Object.keys(value)
    const optionNames = names.filter(isOptionName)
    if (optionNames.length > 0) {
      const isAlone = !isGiven(options) && !isGiven(json)
      if (isAlone && optionNames.length === names.length) return value as Options
      throw new PeerUsageError(ambiguous(method, place, names, optionNames))
    }
  }
  return placed(placed(options, 'json', json), place, value)
}

function placed<Options extends CallOptions>(
  options: Options | undefined,
  place: Place,
  value: unknown
): Options | undefined {
  // Options that are not an object stay as they are, so that the check of options reports them.
  if (!isGiven(value) || (isGiven(options) && typeof options !== 'object')) return options
  if (isGiven(options?.[place])) {
    throw new PeerUsageError(`${place} of a call was given twice: by position and in the options`)
  }
  return { ...options, [place]: value } as Options
}

function ambiguous(method: string, place: Place, names: string[], optionNames: string[]): string {
  const fields = names.filter((name) => !optionNames.includes(name))
  const nested = (list: string[]) => `${place}: { ${written(list)} }`
  const asOption = [...(fields.length > 0 ? [nested(fields)] : []), written(optionNames)].join(', ')
  const meaning = place === 'params' ? 'a query parameter' : 'a form field'
  const ways = [
    ...(optionNames.includes(place) ? [] : [`${method}(path, { ${asOption} }) for the option`]),
    `${method}(path, { ${nested(names)} }) for ${meaning}`
  ]
  return `${place} of ${method}() has the name of a call option (${optionNames.join(', ')}): write ${ways.join(', or ')}`
}

function written(names: readonly string[]): string {
  return names.map((name) => `${name}: …`).join(', ')
}

/** As in Python, where these arguments default to None, null counts as absent. */
function isGiven(argument: unknown): boolean {
  return argument !== undefined && argument !== null
}
