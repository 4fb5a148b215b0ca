/**
 * A model's SELECT over the table `shots`: what it may hold, and which of its numbers are the golfer's.
 * Whose connection it is, is an argument: sql.js on a device, Node's own SQLite on a server.
 */
import type { Selected, ShotsAnswer } from './coachAnswers.ts'
import { measureNames } from './measures.ts'

/** The one table of `query`: figures, and no word of the golfer's. */
export const QUERY_COLUMNS = [
  'club_id',
  'practice_date',
  'kind',
  'session',
  'number',
  ...measureNames,
] as const
export const MOST_QUERY_ROWS = 50

type Cell = Selected['rows'][number][number]

/** A database that holds the table `shots` and nothing else. */
export interface Figures {
  exec(sql: string): void
  /** Throws what SQLite says. */
  select(sql: string, most: number): Selected
}

/**
 * A figure may stand on a number only if it comes from shots. So a literal is taken only where it can't flow into a
 * result (see `wrongIn`); and whatever the statement gives alike over other shots is its own, and goes back as text,
 * which no figure stands on.
 */
export function selectShots(db: Figures, sql: string): ShotsAnswer {
  const wrong = wrongIn(sql)
  if (wrong !== null) return { kind: 'problem', says: wrong }
  const ask = () => {
    db.exec('PRAGMA query_only = ON')
    try {
      return db.select(sql, MOST_QUERY_ROWS)
    } finally {
      db.exec('PRAGMA query_only = OFF')
    }
  }
  let answer: Selected
  try {
    answer = ask()
  } catch (error) {
    return { kind: 'problem', says: `SQLite says: ${error instanceof Error ? error.message : String(error)}` }
  }
  const others = OTHERS.map(({ times, leave }) => {
    db.exec(`UPDATE shots SET ${measureNames.map(name => `${name} = ${name} * ${times}`).join(', ')};
      DELETE FROM shots WHERE ${leave}`)
    try {
      return ask().rows
    } catch {
      return [] // over these shots it has no answer, and so none that is alike
    }
  })
  const isOwn = (value: number, column: number) =>
    others.every(rows => rows.some(row => isNear(row[column], value)))
  const rows = answer.rows.map(row =>
    row.map((cell, column) => {
      if (typeof cell === 'number' && isOwn(cell, column)) return String(cell)
      return typeof cell === 'string' ? cell.slice(0, LONGEST) : cell
    }),
  )
  return { kind: 'rows', columns: answer.columns, rows, more: answer.more }
}

/** One after the other: fewer shots each time, and every measure another. Two, as one may be met by chance. */
const OTHERS = [
  { times: 1.0637, leave: 'rowid % 2 = 0' },
  { times: 1.1973, leave: 'rowid % 3 = 0' },
] as const
const LONGEST = 60
/** Alike to the last place that an answer would name. */
const isNear = (cell: Cell | undefined, value: number) =>
  typeof cell === 'number' && Math.abs(cell - value) <= 0.001 * Math.abs(value)

/** Of what is known to make no number out of nothing, nor a text that is long. */
const FUNCTIONS = new Set(
  'abs avg cast coalesce count dense_rank first_value iif lag last_value lead lower max min nullif rank round row_number sqrt strftime substr sum total upper'.split(
    ' ',
  ),
)
/** Words of SQL that a bracket may follow. */
const BEFORE_BRACKET = new Set(
  'all and as between by case distinct else except exists filter from having in intersect join like limit not on or order over partition select then union using when where'.split(
    ' ',
  ),
)
const COMPARES = new Set(['<', '>', '<=', '>=', '=', '==', '<>', '!='])
/** Words after which a literal decides which rows are taken, and in what order. */
const DECIDES = new Set(['between', 'and', 'like', 'limit', 'offset', 'by'])

const TOKEN =
  /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"(?:[^"]|"")*"|\.?\d[\w.]*|[A-Za-z_]\w*|[<>=!|&*/%+~^#@$:?-]+|[^\s]/g

/**
 * What of a statement is not allowed, in words for the model; null = nothing. A literal may stand behind a comparison,
 * in IN (…), as the digits of round(…, 1), behind BETWEEN, LIMIT and ORDER BY, and as 1 and 0 of CASE … THEN 1 ELSE 0.
 */
export function wrongIn(sql: string): string | null {
  const tokens = [...sql.matchAll(TOKEN)]
    .map(([text]) => text.toLowerCase())
    .filter(text => !/^(?:--|\/\*)/.test(text))
  if (tokens.at(-1) === ';') tokens.pop()
  if (!/^(?:select|with)$/.test(tokens[0] ?? '') || tokens.includes(';')) return 'One SELECT alone.'
  /** What stands before each bracket that is open. */
  const open: string[] = []
  for (const [i, token] of tokens.entries()) {
    const before = tokens[i - 1] ?? ''
    if (token === '(') {
      if (/^[a-z_]\w*$/.test(before) && !FUNCTIONS.has(before) && !BEFORE_BRACKET.has(before))
        return `${before}() is not there. There are: ${[...FUNCTIONS].join(', ')}.`
      open.push(before)
    } else if (token === ')') open.pop()
    else if (token === 'recursive' || token === 'values') return `There is no ${token}.`
    else if (/^(?:['"]|\.?\d)/.test(token) && !isHarmless(tokens, i, open.at(-1) ?? '')) return OWN_NUMBER
  }
  return null
}

/** Whether the literal at `i`, within the brackets behind `inner`, can't flow into a result. */
function isHarmless(tokens: readonly string[], i: number, inner: string): boolean {
  const [token = '', before = '', after = ''] = [tokens[i], tokens[i - 1], tokens[i + 1]]
  // In double quotes: a name, or for SQLite a text where there is none of that name.
  if (token.startsWith('"'))
    return before === 'as' || (QUERY_COLUMNS as readonly string[]).includes(token.slice(1, -1))
  const ahead = before === '-' ? (tokens[i - 2] ?? '') : before.replace(/(?<=[<>=])-$/, '')
  if (COMPARES.has(ahead) || DECIDES.has(ahead)) return true
  if (before === 'then' || before === 'else') return token === '0' || token === '1'
  switch (inner) {
    case 'in':
      return ahead === '(' || ahead === ','
    case 'round':
      return before === ',' && after === ')'
    case 'substr':
      return before === ',' && /^\d+$/.test(token)
    case 'strftime':
      return before === '(' && tokens[i + 2] === 'practice_date' && tokens[i + 3] === ')'
    default:
      return false
  }
}

const OWN_NUMBER =
  'Write a number or text only behind a comparison, in IN, BETWEEN, LIMIT or round(…, 1), and as THEN 1 ELSE 0. Take SI and shares (0 to 1) as they are.'
