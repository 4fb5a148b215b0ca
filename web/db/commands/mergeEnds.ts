/** Where merged rows end: a derived table, so that readers follow a chain in one look. */
import { compareValues } from '../../../shared/sync/merge.ts'
import type { Tx } from '../sql.ts'

/** `into` by id → the end by id, for each that has one other than itself. A cycle is cut at its smallest id. */
export function mergeEnds(into: ReadonlyMap<string, string>): Map<string, string> {
  const ends = new Map<string, string>()
  for (const start of into.keys()) {
    const path: string[] = []
    const onPath = new Set<string>()
    let at = start
    for (;;) {
      const known = ends.get(at)
      const next = into.get(at)
      if (known !== undefined || next === undefined) {
        settle(path, known ?? at)
        break
      }
      if (onPath.has(at)) {
        settle(path, smallest(path.slice(path.indexOf(at))))
        break
      }
      path.push(at)
      onPath.add(at)
      at = next
    }
  }
  for (const [id, end] of ends) if (id === end) ends.delete(id)
  return ends

  function settle(path: readonly string[], end: string): void {
    for (const id of path) ends.set(id, end)
  }
}

function smallest(ids: readonly string[]): string {
  return ids.reduce((least, id) => (compareValues(id, least) < 0 ? id : least))
}

const LINK = { clubs: 'merged_into', sessions: 'merged_into', shots: 'same_as' } as const

/** Makes a table's ends again; rows that stay as they are are not written. */
export function remakeMergeEnds(tx: Tx, table: keyof typeof LINK): void {
  const link = LINK[table]
  const links = tx.all<{ id: string; into: string }>(
    `SELECT id, ${link} AS "into" FROM ${table} WHERE ${link} IS NOT NULL`,
  )
  const ends = mergeEnds(new Map(links.map(({ id, into }) => [id, into])))
  const json = JSON.stringify([...ends])
  tx.run(
    `DELETE FROM merge_ends WHERE table_name = ?
      AND row_id NOT IN (SELECT value ->> '$[0]' FROM json_each(?))`,
    [table, json],
  )
  tx.run(
    `INSERT INTO merge_ends (table_name, row_id, end_id)
    SELECT ?, value ->> '$[0]', value ->> '$[1]' FROM json_each(?) WHERE true
    ON CONFLICT (table_name, row_id) DO UPDATE SET end_id = excluded.end_id
      WHERE merge_ends.end_id <> excluded.end_id`,
    [table, json],
  )
}

/** The row that an id ends in; itself if it was not merged. */
export function endOf(tx: Pick<Tx, 'get'>, table: keyof typeof LINK, id: string): string {
  const row = tx.get<{ end_id: string }>(
    'SELECT end_id FROM merge_ends WHERE table_name = ? AND row_id = ?',
    [table, id],
  )
  return row?.end_id ?? id
}
