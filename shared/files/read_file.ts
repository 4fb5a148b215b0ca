/**
 * A monitor's file, from text to rows of the catalogue: recognise it, let the golfer confirm or
 * change the mapping where its maker is not sure, decide units, signs and dates for the whole file,
 * and say each verdict.
 */
import type { Row } from '../schema/rows.ts'
import { type DecimalSign, decimalSign, isMissing, plain, readNumber } from './cells.ts'
import { readCsv } from './csv.ts'
import { type DateOrder, dateOrder, findDate, type RawDate } from './dates.ts'
import { makerById } from './makers.ts'
import { guessMapping, headingSignature, type Mapping, makerName, UNKNOWN_MAKER } from './mapping.ts'
import { FILE_PARSER_VERSION } from './parser_versions.ts'
import { type Read, refuse } from './refusal.ts'
import { factsOf } from './rows.ts'
import { type Refused, readSheet, type Sheet, type SheetRow, type Skipped, withoutPersons } from './sheet.ts'
import { decideSigns } from './sign_verdicts.ts'
import { isMeasured, TARGETS, type Target } from './targets.ts'
import { type Columns, decideUnits, type MeasuredColumn } from './unit_verdicts.ts'
import type { Unit } from './units.ts'
import type { Overrides, Verdict } from './verdict.ts'
import { withoutZeros } from './zero_verdict.ts'

export interface ReadOptions {
  /** Holds the date where nothing inside does. */
  readonly file_name: string
  /** YYYY-MM-DD, local: no shot is of a later day. */
  readonly today: string
  /** ISO UTC: when the file was taken in. */
  readonly now: string
  readonly overrides?: Overrides
  /** The golfer's answer where the file has no date at all. */
  readonly practice_date?: string
}

export interface ColumnReading {
  readonly heading: string
  readonly nth: number
  readonly target: Target | null
  readonly unit: Unit | null
  readonly reversed: boolean
}

export interface FileReading {
  readonly maker: string
  readonly maker_name: string
  readonly columns: readonly ColumnReading[]
  readonly verdicts: readonly Verdict[]
  readonly reports: readonly Row<'reports'>[]
  readonly sessions: readonly Row<'sessions'>[]
  readonly groups: readonly Row<'groups'>[]
  readonly shots: readonly Row<'shots'>[]
  readonly refused: readonly Refused[]
  readonly skipped: readonly Skipped[]
  /** Neither rows, title nor name of the file have a date: the golfer is asked. */
  readonly asks_date: boolean
  readonly warnings: readonly string[]
}

export interface Recognised {
  readonly sheet: Sheet
  /** By which a mapping is remembered. */
  readonly signature: string
  readonly mapping: Mapping
  readonly maker_name: string
  readonly by_itself: boolean
}

/** What the file is, by its headings; `applyMapping` reads it. */
export function recognise(text: string): Read<Recognised> {
  const csv = readCsv(text)
  if (!csv.ok) return csv
  const sheet = readSheet(csv.value)
  if (!sheet.ok) return sheet
  if (sheet.value.rows.length === 0) return refuse('no_rows', 'There are headings, and no shots below them.')
  const guess = guessMapping(sheet.value)
  return {
    ok: true,
    value: { sheet: sheet.value, signature: headingSignature(sheet.value.headings), ...guess },
  }
}

/** Reads the rows by a mapping: the recognised one, or one that the golfer changed. */
export function applyMapping(sheet: Sheet, mapping: Mapping, options: ReadOptions): Read<FileReading> {
  const overrides = options.overrides ?? {}
  const at = columnsByTarget(sheet, mapping)
  if (![...at.keys()].some(target => ESSENTIAL.includes(target))) {
    return refuse('nothing_mapped', 'Choose at least one column for ball speed, club speed, carry or total.')
  }
  const decimal = decideDecimal(
    sheet,
    [...at].flatMap(([target, columns]) => (isMeasured(target) ? columns : [])),
    overrides,
  )
  const maker = makerById(mapping.maker)
  const { rows, refused, measured } = readCells(sheet, mapping, at, decimal.sign)
  const { columns, verdict: zeros } = withoutZeros(measured, overrides)
  const byTarget: Columns = new Map(columns.map(column => [column.target, column]))
  const { units, verdicts: unitVerdicts } = decideUnits(byTarget, maker?.units ?? {}, overrides)
  const { signs, verdicts: signVerdicts } = decideSigns(byTarget, units, overrides)
  const dates = rows.map(({ cells }) => rowDate(at, cells))
  const fileDate = sheet.title_date ?? findDate(options.file_name)
  const order = decideOrder([...dates, fileDate], options.today, decimal.sign, overrides)
  const dated = fileDate && dates.includes(undefined) ? fileDateVerdict(sheet, overrides) : null
  const facts = factsOf({
    maker: mapping.maker in NOT_MAKERS ? UNKNOWN_MAKER : mapping.maker,
    maker_name: makerName(mapping.maker),
    newest_first: maker?.newest_first ?? false,
    headings: sheet.headings,
    rows,
    dates,
    file_date: fileDate,
    file_date_counts: dated?.decided !== 'ask',
    order: order?.decided === 'day-first' ? 'day-first' : 'month-first',
    at,
    columns: byTarget,
    units,
    signs,
    options,
    parser_version: FILE_PARSER_VERSION,
  })
  const measuredRows = facts.shots.length
  return {
    ok: true,
    value: {
      maker: mapping.maker,
      maker_name: makerName(mapping.maker),
      columns: mapping.columns.map(({ heading, nth, target }) => ({
        heading,
        nth,
        target,
        unit: (target && units.get(target)) ?? null,
        reversed: target !== null && signs.get(target) === -1,
      })),
      verdicts: [dated, order, decimal.verdict, ...unitVerdicts, ...signVerdicts, zeros].filter(
        v => v !== null,
      ),
      reports: facts.reports,
      sessions: facts.sessions,
      groups: facts.groups,
      shots: facts.shots,
      refused: [...sheet.refused, ...refused, ...facts.refused].sort((a, b) => a.line - b.line),
      skipped: sheet.skipped,
      asks_date: facts.undated > 0,
      warnings: measuredRows === 0 ? ['No row of this file could be read.'] : [],
    },
  }
}

/** At least one of these makes a shot of a row. */
const ESSENTIAL: readonly Target[] = ['ball_speed_mps', 'club_speed_mps', 'carry_m', 'total_m']

/** `uneekor` is the link's; a mapping kept as text may say anything. */
const NOT_MAKERS: { readonly [id: string]: true } = { uneekor: true, '': true }

function columnsByTarget(sheet: Sheet, mapping: Mapping): Map<Target, number[]> {
  const at = new Map<Target, number[]>()
  for (const { heading, nth, target } of mapping.columns) {
    const column = sheet.headings.findIndex(h => h.text === heading && h.nth === nth)
    if (target === null || column < 0) continue
    const columns = at.get(target) ?? []
    // A measure is one column's, never mixed of two; a club or a tag may stand in several.
    if (columns.length === 0 || !isMeasured(target)) at.set(target, [...columns, column])
  }
  return at
}

function readCells(
  sheet: Sheet,
  mapping: Mapping,
  at: ReadonlyMap<Target, readonly number[]>,
  decimal: DecimalSign,
) {
  const measures = [...at].flatMap(([target, [column]]) =>
    isMeasured(target) && column !== undefined
      ? [{ target, column, values: [] as (number | null)[], lettered: false, cellUnit: null as Unit | null }]
      : [],
  )
  const rows: SheetRow[] = []
  const refused: Refused[] = []
  for (const row of sheet.rows) {
    const numbers = measures.map(({ target, column }) =>
      readNumber(row.cells[column] ?? '', decimal, TARGETS[target].of === 'spin'),
    )
    const reason = unreadable(sheet, row, measures, numbers)
    if (reason !== null) {
      refused.push({ line: row.line, reason, cells: withoutPersons(sheet.headings, row.cells) })
      continue
    }
    rows.push(row)
    for (const [i, measure] of measures.entries()) {
      const number = numbers[i]
      const found = number === 'unreadable' ? null : (number ?? null)
      measure.values.push(found?.value ?? null)
      if (found?.lettered) measure.lettered = true
      measure.cellUnit ??= found?.unit ?? null
    }
  }
  const measured = measures.map(({ target, column, values, lettered, cellUnit }): MeasuredColumn => {
    const heading = sheet.headings[column]
    const chosen = mapping.columns.find(c => c.heading === heading?.text && c.nth === heading.nth)
    return { target, unit: chosen?.unit ?? cellUnit, sign: heading?.sign ?? null, lettered, values }
  })
  return { rows, refused, measured }
}

function unreadable(
  sheet: Sheet,
  row: SheetRow,
  measures: readonly { readonly target: Target; readonly column: number }[],
  numbers: readonly ReturnType<typeof readNumber>[],
): string | null {
  const wrong = numbers.indexOf('unreadable')
  const measure = measures[wrong]
  if (measure) {
    const cell = (row.cells[measure.column] ?? '').slice(0, 40)
    return `${sheet.headings[measure.column]?.text}: “${cell}” is no number.`
  }
  const shot = measures.some(({ target }, i) => ESSENTIAL.includes(target) && numbers[i] !== null)
  return shot ? null : 'It has no ball speed, club speed, carry or total.'
}

function decideDecimal(sheet: Sheet, columns: readonly number[], overrides: Overrides) {
  const cells = sheet.rows.slice(0, 2000).flatMap(row => columns.map(column => row.cells[column] ?? ''))
  const { sign: seen } = decimalSign(cells)
  const told = overrides['decimal']
  const sign: DecimalSign = told === 'comma' ? ',' : told === 'point' ? '.' : seen
  if (sign === '.' && told === undefined && !cells.some(cell => /^-?\d{1,3},\d{3}$/.test(plain(cell)))) {
    return { sign, verdict: null }
  }
  const says = { comma: 'Numbers read with a decimal comma.', point: 'Numbers read with a decimal point.' }
  const [decided, other] = sign === ',' ? (['comma', 'point'] as const) : (['point', 'comma'] as const)
  const verdict: Verdict = {
    what: 'decimal',
    says: says[decided],
    decided,
    by: told === undefined ? 'file' : 'golfer',
    notable: false,
    alternatives: [{ value: other, says: says[other] }],
  }
  return { sign, verdict }
}

/** The row's own date, with the time of a column beside it. Undefined: none; null: no date in what stands there. */
function rowDate(
  at: ReadonlyMap<Target, readonly number[]>,
  cells: readonly string[],
): RawDate | null | undefined {
  const text = (at.get('date') ?? []).map(column => plain(cells[column] ?? '')).find(cell => !isMissing(cell))
  if (text === undefined) return undefined
  const time = (at.get('time') ?? []).map(column => plain(cells[column] ?? '')).find(cell => !isMissing(cell))
  return findDate(time === undefined ? text : `${text} ${time}`)
}

/** A date that stands once for rows without their own. */
function fileDateVerdict({ title_date }: Sheet, overrides: Overrides): Verdict {
  const where = title_date ? 'the title of the file' : 'the file’s name'
  const says = { file: `Date read from ${where}.`, ask: `The date in ${where} does not count.` }
  const [decided, other] =
    overrides['file_date'] === 'ask' ? (['ask', 'file'] as const) : (['file', 'ask'] as const)
  return {
    what: 'file_date',
    says: says[decided],
    decided,
    by: overrides['file_date'] === undefined ? 'file' : 'golfer',
    notable: true,
    alternatives: [{ value: other, says: says[other] }],
  }
}

function decideOrder(
  dates: readonly (RawDate | null | undefined)[],
  today: string,
  decimal: DecimalSign,
  overrides: Overrides,
): Verdict | null {
  const found = dates.filter(date => date !== null && date !== undefined)
  const guess = dateOrder(found, today, decimal === ',')
  if (guess === null) return null
  const example = found.find(date => date.settled === null)?.day ?? ''
  const says: { readonly [O in DateOrder]: string } = {
    'day-first': `Dates read with the day first, as in ${example}.`,
    'month-first': `Dates read with the month first, as in ${example}.`,
  }
  const told = overrides['date_order']
  const decided = told === 'day-first' || told === 'month-first' ? told : guess.order
  const other = decided === 'day-first' ? 'month-first' : 'day-first'
  const by = decided === told ? 'golfer' : guess.by
  return {
    what: 'date_order',
    says: says[decided],
    decided,
    by,
    notable: by === 'custom',
    alternatives: [{ value: other, says: says[other] }],
  }
}
