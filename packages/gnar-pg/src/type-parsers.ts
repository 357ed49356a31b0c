import type { CustomTypesConfig } from 'pg'

/** Turns the text that Postgres sends for a value, never null, into a JavaScript value. */
export type Parser = (text: string) => unknown

/** Parsers by the name of a Postgres type, as `pg.types.builtins` lists them: `{ int8: BigInt, date: String }`. */
export type Parsers = Readonly<Record<string, Parser>>

type Types = CustomTypesConfig & { builtins: Record<string, number> }

/** The parsers of `pg`, with the given ones laid over them for one pool only. */
export function typeParsers(types: Types, own: Parsers): CustomTypesConfig {
  const byOid = new Map(
    Object.entries(own).map(([name, parser]) => [types.builtins[name.toUpperCase()], parser])
  )
  return {
    getTypeParser: ((oid: number, format: 'text' | 'binary') =>
      byOid.get(oid) ?? types.getTypeParser(oid, format)) as CustomTypesConfig['getTypeParser']
  }
}

/** What is wrong with the option `parsers` as far as its shape goes. */
export function parsersFault(value: unknown): string | undefined {
  const functions =
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((parser) => typeof parser === 'function')
  return functions ? undefined : 'must be an object of functions, such as { int8: BigInt }'
}

/** The names in `own` that are no types of Postgres. */
export function unknownTypes(types: Types, own: Parsers): string[] {
  return Object.keys(own).filter((name) => types.builtins[name.toUpperCase()] === undefined)
}
