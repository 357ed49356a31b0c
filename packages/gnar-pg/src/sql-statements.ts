/** One statement of an SQL file. */
export interface SqlStatement {
  text: string
  /** Line of the file on which the statement begins, from 1. */
  line: number
}

/** The tokens in which a semicolon ends no statement, and those that decide whether one does (manual, 4.1). */
const token =
  /(?<comment>--[^\n]*)|(?<block>\/\*)|(?<quoted>e'(?:[^'\\]+|\\.)*'|'[^']*'|"[^"]*"|(?<dollar>\$(?:[a-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$).*?\k<dollar>)|(?<word>[a-z_\u0080-\uffff][\w$\u0080-\uffff]*)|(?<space>\s+)|(?<other>\d[\w.]*|.)/gisy

/** Splits an SQL file into its statements, as psql does, so that an error can name its line. */
export function splitStatements(sql: string): SqlStatement[] {
  const statements: SqlStatement[] = []
  let start: number | undefined
  let end = 0
  let parentheses = 0
  let body = createBody()
  token.lastIndex = 0
  for (let match = token.exec(sql); match !== null; match = token.exec(sql)) {
    const { block, comment, space, word, other } = match.groups ?? {}
    if (comment !== undefined || space !== undefined) continue
    if (block !== undefined) {
      token.lastIndex = endOfComment(sql, match.index)
      continue
    }
    if (other === ';' && parentheses === 0 && body.depth === 0) {
      close()
      continue
    }
    start ??= match.index
    end = token.lastIndex
    if (other === '(') parentheses += 1
    if (other === ')') parentheses = Math.max(0, parentheses - 1)
    if (word !== undefined && parentheses === 0) body.add(word.toLowerCase())
  }
  close()
  return statements

  function close(): void {
    if (start !== undefined) statements.push({ text: sql.slice(start, end), line: lineAt(sql, start) })
    start = undefined
    parentheses = 0
    body = createBody()
  }
}

/** Line of a position in a text, both from their beginning: lines count from 1, positions from 0. */
export function lineAt(text: string, position: number): number {
  return text.slice(0, position).split('\n').length
}

/** Comments of SQL nest. */
function endOfComment(sql: string, start: number): number {
  const mark = /\/\*|\*\//g
  mark.lastIndex = start
  let depth = 0
  for (let match = mark.exec(sql); match !== null; match = mark.exec(sql)) {
    depth += match[0] === '/*' ? 1 : -1
    if (depth === 0) return mark.lastIndex
  }
  return sql.length
}

/** Follows `BEGIN ATOMIC … END` of a function, whose statements end with semicolons of their own. */
function createBody() {
  const head: string[] = []
  let depth = 0
  return {
    get depth() {
      return depth
    },
    add(word: string): void {
      if (head.length < 4) head.push(word)
      if (!/^create (or replace )?(function|procedure)/.test(head.join(' '))) return
      if (word === 'begin' || (word === 'case' && depth > 0)) depth += 1
      if (word === 'end' && depth > 0) depth -= 1
    }
  }
}
