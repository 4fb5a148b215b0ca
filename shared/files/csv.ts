/**
 * Text to rows of cells, by RFC 4180 with the liberties that monitors take: `;`, tab or `|` between
 * cells, a byte order mark, a first line `sep=,`, rows of unequal length, LF or CR alone.
 *
 * Of our own because papaparse's types bring Node's globals into this room, and neither it nor
 * d3-dsv stops at a million columns or names the line whose quote never closes.
 */
import { type Read, refuse } from './refusal.ts'

export interface CsvLine {
  /** 1-based line of the text on which the row begins. */
  readonly line: number
  readonly cells: readonly string[]
}
export interface Csv {
  readonly delimiter: Delimiter
  readonly lines: readonly CsvLine[]
  /** No line break ends the last row: it may have been cut off. */
  readonly open_end: boolean
}
export type Delimiter = ',' | ';' | '\t' | '|'

/** A season of shots takes 2 MB; past these a file is something else. */
export const CSV_LIMITS = { characters: 50_000_000, columns: 500, rows: 500_000 } as const

const [QUOTE, LF, CR] = [34, 10, 13]

export function readCsv(text: string): Read<Csv> {
  const wrong = notCsv(text)
  if (wrong) return wrong
  const body = text.charCodeAt(0) === 0xfeff ? 1 : 0
  const told = /^"?sep=([,;\t|])"?\r?\n/i.exec(text.slice(body, body + 12))
  const delimiter = (told?.[1] as Delimiter | undefined) ?? sniffDelimiter(text.slice(body, body + 20_000))
  const lines: CsvLine[] = []
  let line = told ? 2 : 1
  let at = body + (told?.[0].length ?? 0)
  while (at < text.length) {
    const row = readRow(text, at, delimiter)
    if (row.end < 0) {
      const says = `The quotation mark opened on line ${line} is never closed. Is the file cut off? Export it again.`
      return refuse('quote_open', says)
    }
    if (row.cells.length > CSV_LIMITS.columns) {
      return refuse(
        'too_many_columns',
        `Line ${line} has more than ${CSV_LIMITS.columns} columns. A monitor's file has under a hundred.`,
      )
    }
    if (lines.length === CSV_LIMITS.rows) {
      const says = `The file has more than ${CSV_LIMITS.rows.toLocaleString('en')} rows. Export fewer sessions at once.`
      return refuse('too_many_rows', says)
    }
    lines.push({ line, cells: row.cells })
    line += row.lines
    at = row.end
  }
  return { ok: true, value: { delimiter, lines, open_end: !/[\r\n]$/.test(text) } }
}

/** What people pick by mistake, told by how it begins. */
function notCsv(text: string) {
  if (text.length > CSV_LIMITS.characters) {
    return refuse('too_big', 'The file is larger than 50 MB. Export fewer sessions at once.')
  }
  const start = text.slice(0, 400).trimStart()
  if (start.startsWith('PK\u0003\u0004')) {
    return refuse(
      'workbook',
      'This is an Excel workbook or a zip file. Open it and save the sheet as CSV first.',
    )
  }
  if (start.startsWith('SQLite format 3'))
    return refuse('sqlite', 'This is a SQLite database, not a CSV file.')
  if (/^(<!doctype|<html|<\?xml)/i.test(start))
    return refuse('web_page', 'This is a web page. Export the session as CSV in your monitor’s app.')
  if (text.includes('\0'))
    return refuse('not_text', 'This is not a text file. Export the session as CSV in your monitor’s app.')
  if (start === '') return refuse('empty', 'The file is empty. Export it again.')
  return null
}

interface Row {
  readonly cells: string[]
  /** Where the next row begins; -1 = a quote stays open. */
  readonly end: number
  /** Lines of text that the row takes. */
  readonly lines: number
}

function readRow(text: string, start: number, delimiter: Delimiter): Row {
  const cells: string[] = []
  const stop = delimiter.charCodeAt(0)
  let at = start
  let lines = 1
  for (;;) {
    let cell = ''
    if (text.charCodeAt(at) === QUOTE) {
      const quoted = readQuoted(text, at)
      if (quoted.end < 0) return { cells, end: -1, lines }
      cell = quoted.cell
      lines += quoted.breaks
      at = quoted.end
    }
    const from = at
    while (at < text.length) {
      const c = text.charCodeAt(at)
      if (c === stop || c === LF || c === CR) break
      at++
    }
    cells.push(cell + text.slice(from, at))
    // One more than allowed is enough to refuse: the rest of a million is not read.
    if (cells.length > CSV_LIMITS.columns) return { cells, end: text.length, lines }
    if (at >= text.length) return { cells, end: at, lines }
    const c = text.charCodeAt(at++)
    if (c === LF) return { cells, end: at, lines }
    if (c === CR) return { cells, end: text.charCodeAt(at) === LF ? at + 1 : at, lines }
  }
}

function readQuoted(text: string, at: number): { cell: string; end: number; breaks: number } {
  let cell = ''
  let from = at + 1
  for (;;) {
    const quote = text.indexOf('"', from)
    if (quote < 0) return { cell, end: -1, breaks: 0 }
    cell += text.slice(from, quote)
    if (text.charCodeAt(quote + 1) !== QUOTE) {
      return { cell, end: quote + 1, breaks: cell.split(/\r\n?|\n/).length - 1 }
    }
    cell += '"'
    from = quote + 2
  }
}

/**
 * The one that divides most lines alike. A semicolon or tab that does so beats a comma, which may
 * be the decimal sign.
 */
function sniffDelimiter(start: string): Delimiter {
  const lines = start.replace(/"[^"]*"/g, '').split(/\r\n?|\n/)
  let best: Delimiter = ','
  let bestScore = 0
  for (const delimiter of [';', '\t', '|', ','] as const) {
    const byCount = new Map<number, number>()
    for (const line of lines) {
      const n = line.split(delimiter).length - 1
      if (n > 0) byCount.set(n, (byCount.get(n) ?? 0) + 1)
    }
    const score = Math.max(0, ...[...byCount].map(([n, times]) => n * times))
    if (score > bestScore) [best, bestScore] = [delimiter, score]
  }
  return best
}
