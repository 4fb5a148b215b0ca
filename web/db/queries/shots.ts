import { measureNames } from '../../../shared/golf/measures.ts'
import type { Measures, Row, Shot } from '../../../shared/schema/rows.ts'
import type { ShotFilter } from '../command.ts'
import { endOf } from '../commands/mergeEnds.ts'
import type { HistoryLine, ShotDetail, ShotLine } from '../query.ts'
import type { Reader } from '../sql.ts'
import { filterCondition } from './filter.ts'
import { historyLines } from './history.ts'
import { IN_TIME, numbersIn, orderIn } from './numbers.ts'
import { kindOf } from './places.ts'
import { placedSession, sessionLine, wordsOf } from './sessions.ts'
import { labelOf } from './titles.ts'

type PlacedRow = Measures &
  Pick<Shot, 'id' | 'excluded' | 'tags' | 'notes' | 'deleted_at'> & {
    readonly group_id: string
    readonly at_session: string
    readonly at_club: string | null
    readonly kind: string
    readonly practice_date: string | null
    readonly session_deleted_at: string | null
  }

const LINE = `id, group_id, at_session, at_club, kind, practice_date, excluded, tags, notes, deleted_at,
  session_deleted_at, ${measureNames.join(', ')}`

/** In order of time, sessions by date. */
export function readShots(reader: Reader, filter: ShotFilter): ShotLine[] {
  const { sql, values } = filterCondition(filter)
  return linesOf(
    reader,
    reader.all<PlacedRow>(
      `SELECT ${LINE} FROM placed_shots WHERE ${sql} ORDER BY practice_date, at_session, ${IN_TIME}`,
      values,
    ),
  )
}

/** Shots deleted by themselves; those of a deleted session go and come with it. */
export function readTrashedShots(reader: Reader): ShotLine[] {
  return linesOf(
    reader,
    reader.all<PlacedRow>(
      `SELECT ${LINE} FROM placed_shots
      WHERE id IN (SELECT id FROM shots WHERE deleted_at IS NOT NULL) AND session_deleted_at IS NULL
      ORDER BY deleted_at DESC, ${IN_TIME}`,
    ),
  )
}

/** A shot that another speaks for answers as that one: old addresses stay good. */
export function readShot(reader: Reader, params: { readonly id: string }): ShotDetail | null {
  const id = endOf(reader, 'shots', params.id)
  const row = reader.get<PlacedRow & { club_from: ShotDetail['club_from'] }>(
    `SELECT ${LINE}, club_from FROM placed_shots WHERE id = ?`,
    [id],
  )
  const facts = reader.get<Shot>('SELECT * FROM shots WHERE id = ?', [id])
  const [line] = row ? linesOf(reader, [row]) : []
  if (!row || !facts || !line) return null
  const group = reader.get<Pick<Row<'groups'>, 'label' | 'club_code'>>(
    'SELECT label, club_code FROM groups WHERE id = ?',
    [row.group_id],
  )
  const session = placedSession(reader, row.at_session)
  // From the trash one goes on within the trash.
  const order = orderIn(reader, row.at_session)
  const at = order.findIndex(shot => shot.id === id)
  const beside = (shot: (typeof order)[number]) => shot.live === order[at]?.live
  return {
    ...line,
    facts,
    label: group ? labelOf(group) : 'Shots',
    session_title: session ? sessionLine(session).title : 'Session',
    club_from: row.club_from,
    history: historyOfShot(reader, id),
    previous_id: order.slice(0, at).findLast(beside)?.id ?? null,
    next_id: order.slice(at + 1).find(beside)?.id ?? null,
  }
}

function historyOfShot(reader: Reader, id: string): HistoryLine[] {
  return historyLines(
    reader,
    `id IN (SELECT command_id FROM command_items WHERE row_id = ? AND table_name = 'shots')
    ORDER BY clock DESC`,
    [id],
  )
}

function linesOf(reader: Reader, rows: readonly PlacedRow[]): ShotLine[] {
  const numbers = numbersIn(reader, [...new Set(rows.map(({ at_session }) => at_session))])
  return rows.map(({ at_session, at_club, session_deleted_at: _, ...row }) => ({
    ...row,
    number: numbers.get(row.id) ?? 0,
    session_id: at_session,
    club_id: at_club,
    kind: kindOf(row.kind),
    excluded: row.excluded === 1,
    tags: wordsOf(row.tags),
  }))
}
