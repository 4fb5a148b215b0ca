/** A file of shots before it is taken in. Nothing is written. */
import { guessMapping, UNKNOWN_MAKER } from '../../../shared/files/mapping.ts'
import { recognise } from '../../../shared/files/read_file.ts'
import type { Sheet } from '../../../shared/files/sheet.ts'
import { measureNames } from '../../../shared/golf/measures.ts'
import type { Measures } from '../../../shared/schema/rows.ts'
import type { Problem } from '../command.ts'
import type { Arriving } from '../commands/arrivals.ts'
import { readFile, type TableReading } from '../commands/fileReading.ts'
import { type KeptFile, readKept } from '../commands/keptFile.ts'
import { queueRow } from '../commands/queue.ts'
import type { FilePreview, Params, Unmapped } from '../query.ts'
import type { Reader } from '../sql.ts'
import { notWaiting, previewOf } from './preview.ts'
import { labelOf } from './titles.ts'

const FIRST_ROWS = 10

export async function readFilePreview(
  reader: Reader,
  { queue_id, file: answers }: Params<'file_preview'>,
): Promise<FilePreview | Unmapped | Problem> {
  const entry = queueRow(reader, queue_id)
  if (entry?.state !== 'ready' || entry.payload_id === null) return notWaiting
  const kept = await readKept(reader, entry.payload_id)
  if (!kept.ok) return kept.problem
  const read = readFile(reader, entry.payload_id, kept.file, answers)
  if (!read.ok) return unmapped(kept.file, read.problem, answers) ?? read.problem
  return {
    file_name: kept.file.name,
    preview: previewOf(reader, queue_id, read.arriving),
    first: firstRows(read.arriving),
    table: read.table && tableOf(read.table),
  }
}

function tableOf({ recognised, mapping, overrides, known, reading }: TableReading): FilePreview['table'] {
  return {
    maker_name: mapping.maker === UNKNOWN_MAKER ? null : reading.maker_name,
    sure: recognised.by_itself,
    known,
    mapping,
    overrides,
    columns: reading.columns.map(column => ({ ...column, cells: cellsOf(recognised.sheet, column) })),
    verdicts: reading.verdicts,
    asks_date: reading.asks_date,
  }
}

/** Nothing to choose the columns of where it is no table at all. */
function unmapped(
  file: KeptFile,
  problem: Problem,
  answers: Params<'file_preview'>['file'],
): Unmapped | null {
  if (file.format !== 'rangebook-table' || problem.kind !== 'nothing_mapped') return null
  const recognised = recognise(file.text)
  if (!recognised.ok) return null
  const { sheet } = recognised.value
  const mapping = answers.mapping ?? guessMapping(sheet).mapping
  return {
    unmapped: problem,
    file_name: file.name,
    mapping,
    overrides: answers.overrides ?? {},
    columns: mapping.columns.map(({ heading, nth }) => ({
      heading,
      nth,
      cells: cellsOf(sheet, { heading, nth }),
    })),
  }
}

/** What stands in a column, for the golfer to know it by. */
function cellsOf(sheet: Sheet, column: { readonly heading: string; readonly nth: number }): string[] {
  const at = sheet.headings.findIndex(({ text, nth }) => text === column.heading && nth === column.nth)
  const cells = sheet.rows.slice(0, 50).map(({ cells }) => cells[at]?.trim() ?? '')
  return [...new Set(cells)]
    .filter(cell => cell !== '')
    .slice(0, 3)
    .map(cell => cell.slice(0, 40))
}

function firstRows({ shots, groups }: Arriving): FilePreview['first'] {
  const byId = new Map(groups.map(group => [group.id, group]))
  return shots.slice(0, FIRST_ROWS).map(shot => {
    const group = byId.get(shot.group_id ?? '')
    const measures = Object.fromEntries(measureNames.map(name => [name, shot[name]])) as unknown as Measures
    return {
      ...measures,
      id: shot.id,
      practice_date: group?.source_date ?? null,
      club_name: group?.club_code == null ? null : labelOf({ label: null, club_code: group.club_code }),
      excluded: shot.excluded === 1,
    }
  })
}
