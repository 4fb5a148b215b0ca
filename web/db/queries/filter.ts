/** A golfer's filter as a condition on placed_shots. Names come from the catalogue, values are bound. */
import { measureNames } from '../../../shared/golf/measures.ts'
import type { ShotFilter, ShotSelection } from '../command.ts'
import type { Reader, SqlValue } from '../sql.ts'
import { SHOTS_IN_SESSIONS } from './views.ts'

export interface Condition {
  readonly sql: string
  readonly values: readonly SqlValue[]
}

export function filterCondition(filter: ShotFilter): Condition {
  const sql: string[] = []
  const values: SqlValue[] = []
  const and = (condition: string, ...bound: SqlValue[]) => {
    sql.push(condition)
    values.push(...bound)
  }
  if (filter.session_id !== undefined) {
    and(`id IN (WITH ${SHOTS_IN_SESSIONS} SELECT id FROM shots_in)`, JSON.stringify([filter.session_id]))
  }
  if (filter.group_id !== undefined) and('group_id = ?', filter.group_id)
  if (filter.club_id !== undefined) and('at_club = ?', filter.club_id)
  if (filter.from !== undefined) and('practice_date >= ?', filter.from)
  if (filter.to !== undefined) and('practice_date <= ?', filter.to)
  if (filter.kind !== undefined) and('kind = ?', filter.kind)
  if (filter.tag !== undefined) {
    and('tags IS NOT NULL AND EXISTS (SELECT 1 FROM json_each(tags) WHERE value = ?)', filter.tag)
  }
  if (filter.excluded !== undefined) and('coalesce(excluded, 0) = ?', filter.excluded ? 1 : 0)
  and(filter.deleted ? 'NOT live' : 'live')
  for (const { measure, is, value } of filter.where ?? []) {
    if (!measureNames.includes(measure)) throw new Error(`No measure ${measure}`)
    switch (is) {
      case 'below':
      case 'above':
        and(`${measure} ${is === 'below' ? '<' : '>'} ?`, value ?? null)
        break
      case 'missing':
        and(`${measure} IS NULL`)
        break
      case 'present':
        and(`${measure} IS NOT NULL`)
        break
      default:
        is satisfies never
    }
  }
  return { sql: sql.join(' AND '), values }
}

/** Ids of the shots that are selected and not deleted for good. */
export function selectedIds(reader: Pick<Reader, 'all'>, selection: ShotSelection): string[] {
  const { sql, values } =
    'ids' in selection
      ? { sql: 'id IN (SELECT value FROM json_each(?))', values: [JSON.stringify(selection.ids)] }
      : filterCondition(selection.filter)
  const table = 'ids' in selection ? 'shots WHERE purged IS NOT 1 AND' : 'placed_shots WHERE'
  return reader.all<{ id: string }>(`SELECT id FROM ${table} ${sql}`, values).map(({ id }) => id)
}
