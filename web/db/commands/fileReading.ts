/**
 * A kept file read into rows, by what the golfer decided of it: now, when it was taken in before, or of the
 * last file with the same headings.
 */
import { readGolfStats } from '../../../shared/files/golf_stats.ts'
import type { Mapping } from '../../../shared/files/mapping.ts'
import { FILE_PARSER_VERSION, GOLF_STATS_PARSER_VERSION } from '../../../shared/files/parser_versions.ts'
import {
  applyMapping,
  type FileReading,
  type Recognised,
  recognise,
} from '../../../shared/files/read_file.ts'
import type { Read } from '../../../shared/files/refusal.ts'
import type { Overrides } from '../../../shared/files/verdict.ts'
import { factColumns, type SyncedTable } from '../../../shared/schema/catalogue.ts'
import { compareValues, type State } from '../../../shared/sync/merge.ts'
import type { SetAside } from '../../../shared/uneekor/facts.ts'
import type { FileAnswers, Problem } from '../command.ts'
import type { Reader } from '../sql.ts'
import type { Arriving, ArrivingShot } from './arrivals.ts'
import type { KeptFile } from './keptFile.ts'
import { type Remembered, remembered } from './rememberedFiles.ts'
import { rowsById } from './upsert.ts'

export interface TableReading {
  readonly recognised: Recognised
  /** What the headings alone would give. */
  readonly guess: Mapping
  readonly mapping: Mapping
  readonly overrides: Overrides
  /** Read as a file with these headings was before. */
  readonly known: boolean
  readonly reading: FileReading
}

export type ReadFile =
  | { readonly ok: true; readonly arriving: Arriving; readonly table: TableReading | null }
  | { readonly ok: false; readonly problem: Problem }

type Look = Pick<Reader, 'all' | 'get'>

export function readFile(look: Look, payload_id: string, file: KeptFile, answers: FileAnswers): ReadFile {
  if (file.format === 'rangebook-golf-stats') return { ok: true, arriving: fromGolfStats(file), table: null }
  const table = readTable(look, payload_id, file, answers)
  if (!table.ok) return table
  return { ok: true, arriving: fromTable(look, file.name, table.value.reading), table: table.value }
}

function readTable(
  look: Look,
  payload_id: string,
  file: Extract<KeptFile, { format: 'rangebook-table' }>,
  answers: FileAnswers,
): Read<TableReading> {
  const recognised = recognise(file.text)
  if (!recognised.ok) return recognised
  const { sheet, signature, mapping: guess } = recognised.value
  const { own, layout } = remembered(look, payload_id, signature)
  const mapping = answers.mapping ?? (own ?? layout)?.mapping ?? guess
  const read = (overrides: Overrides): Read<TableReading> => {
    const reading = applyMapping(sheet, mapping, {
      file_name: file.name,
      today: answers.today,
      now: '',
      overrides,
      ...(answers.practice_date && { practice_date: answers.practice_date }),
    })
    if (!reading.ok) return reading
    const known = (own ?? layout) !== null
    return {
      ok: true,
      value: { recognised: recognised.value, guess, mapping, overrides, known, reading: reading.value },
    }
  }
  const decided = answers.overrides ?? own?.overrides
  return decided ? read(decided) : readAsLayout(read, layout)
}

/** Units and signs are the monitor's. Its date is a file's own; which number is the day, another may show for itself. */
function readAsLayout(
  read: (overrides: Overrides) => Read<TableReading>,
  layout: Remembered | null,
): Read<TableReading> {
  const { date_order, file_date: _own, ...others } = layout?.overrides ?? {}
  const plain = read(others)
  if (date_order === undefined || !plain.ok) return plain
  const open = plain.value.reading.verdicts.some(({ what, by }) => what === 'date_order' && by === 'custom')
  return open ? read({ ...others, date_order }) : plain
}

/** As many refused rows as are listed; the kept file holds them all. */
const MOST_ASIDE = 500

function fromTable(look: Look, name: string, reading: FileReading): Arriving {
  return {
    reports: reading.reports.map(({ id, maker }) => ({ id, maker: maker ?? 'file' })),
    groups: asReread(look, 'groups', reading.groups),
    sessions: reading.sessions.map(({ id, report_id, practice_date }) => ({
      id,
      report_id: report_id ?? id,
      practice_date,
    })),
    shots: asReread(look, 'shots', reading.shots),
    clubCodes: codesOf(reading.groups),
    setAside: listed(
      reading.refused.map(({ line, reason, cells }) => ({
        path: `${name}, line ${line}`,
        reason,
        raw: JSON.stringify(cells).slice(0, 4096),
      })),
      name,
    ),
    warnings: reading.warnings.map(says => ({ says })),
    parser_version: FILE_PARSER_VERSION,
  }
}

function fromGolfStats({ name, tables }: Extract<KeptFile, { format: 'rangebook-golf-stats' }>): Arriving {
  const reading = readGolfStats(tables)
  return {
    reports: reading.reports.map(({ id, maker }) => ({ id, maker: maker ?? 'golf_stats' })),
    groups: reading.groups,
    sessions: reading.sessions.map(({ id, report_id, practice_date }) => ({
      id,
      report_id: report_id ?? id,
      practice_date,
    })),
    shots: reading.shots,
    clubCodes: codesOf(reading.groups),
    setAside: listed(
      reading.refused.map(({ place, reason, row }) => ({
        path: `${name}, ${place}`,
        reason,
        raw: JSON.stringify(row).slice(0, 4096),
      })),
      name,
    ),
    warnings: reading.warnings.map(says => ({ says })),
    parser_version: GOLF_STATS_PARSER_VERSION,
  }
}

function codesOf(groups: readonly { readonly club_code: string | null }[]): string[] {
  return [...new Set(groups.flatMap(({ club_code }) => club_code ?? []))]
}

function listed(refused: readonly SetAside[], name: string): SetAside[] {
  const more = refused.length - MOST_ASIDE
  if (more <= 0) return [...refused]
  const reason = `${more.toLocaleString('en')} more rows could not be read. The file is kept whole.`
  return [...refused.slice(0, MOST_ASIDE), { path: `${name}, further rows`, reason, raw: '[]' }]
}

/**
 * A reading that differs from the one that stands is the newer of the two, so that its facts win: the
 * parser's version ends in three digits that count how often a row was read otherwise.
 */
function asReread<R extends ArrivingShot | Arriving['groups'][number]>(
  look: Look,
  table: SyncedTable,
  rows: readonly R[],
): R[] {
  const standing = rowsById(look, table, rows)
  return rows.map(row => {
    const stands = standing.get(row.id)
    const version = stands?.['parser_version']
    const isOfUs = stands?.['fact_source'] === row.fact_source && typeof version === 'number'
    if (!isOfUs || version < FILE_PARSER_VERSION) return row
    const same = sameFacts(table, stands ?? {}, row as unknown as State)
    return { ...row, parser_version: same ? version : version + 1 }
  })
}

const sameFacts = (table: SyncedTable, a: State, b: State): boolean =>
  factColumns(table).every(name => compareValues(a[name], b[name]) === 0)
