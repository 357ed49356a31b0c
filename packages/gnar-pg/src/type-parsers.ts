import type { CustomTypesConfig } from 'pg'

/** Turns the text that Postgres sends for a value, never null, into a JavaScript value. */
export type Parser = (text: string) => unknown

/** Parsers by the name of a Postgres type, as `pg.types.builtins` lists them: `{ int8: Number }`. */
export type Parsers = Readonly<Record<string, Parser>>

type Types = CustomTypesConfig & { builtins: Record<string, number> }

/** Oids of array types, from Postgres' pg_type.dat, by the name of their elements' type. */
const arrayOids = {
  bool: 1000,
  bytea: 1001,
  int2: 1005,
  int4: 1007,
  text: 1009,
  bpchar: 1014,
  varchar: 1015,
  int8: 1016,
  float4: 1021,
  float8: 1022,
  oid: 1028,
  timestamp: 1115,
  date: 1182,
  time: 1183,
  timestamptz: 1185,
  interval: 1187,
  json: 199,
  numeric: 1231,
  uuid: 2951,
  jsonb: 3807
}

/**
 * `pg` keeps every digit of a numeric, but not in an array. A date is text: as a Date, which is midnight in the time zone
 * of the process, its JSON is the day before wherever that zone is east of Greenwich.
 */
const defaults: Parsers = { numeric: String, date: String }

/** The parsers of `pg`, overridden by the given ones, also for arrays of these types, for one pool only. */
export function typeParsers(types: Types, own: Parsers): CustomTypesConfig {
  const byOid = new Map<number | undefined, Parser>()
  const texts: (text: string) => Nested[] = types.getTypeParser(arrayOids.text, 'text')
  for (const [name, parser] of Object.entries({ ...defaults, ...own })) {
    const arrayOid = (arrayOids as Record<string, number>)[name.toLowerCase()]
    byOid.set(types.builtins[name.toUpperCase()], parser)
    byOid.set(arrayOid, (text) => parseEach(texts(text), parser))
  }
  return {
    getTypeParser: ((oid: number, format: 'text' | 'binary') =>
      byOid.get(oid) ?? types.getTypeParser(oid, format)) as CustomTypesConfig['getTypeParser']
  }
}

type Nested = string | null | Nested[]

function parseEach(values: Nested[], parser: Parser): unknown[] {
  return values.map((value) => {
    if (Array.isArray(value)) return parseEach(value, parser)
    return value === null ? null : parser(value)
  })
}

/** What is wrong with the shape of the option `parsers`. */
export function parsersFault(value: unknown): string | undefined {
  const functions =
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((parser) => typeof parser === 'function')
  return functions ? undefined : 'must be an object of functions, such as { int8: Number }'
}

/** The names in `own` that are not Postgres types. */
export function unknownTypes(types: Types, own: Parsers): string[] {
  return Object.keys(own).filter((name) => types.builtins[name.toUpperCase()] === undefined)
}
