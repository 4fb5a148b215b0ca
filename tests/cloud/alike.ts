/** Pushed one after the other, generated states end as mergeRows has them, whichever came first. */
import fc from 'fast-check'
import { expect } from 'vitest'
import { columnsOf, type SyncedTable } from '../../shared/schema/catalogue.ts'
import { mergeRows, type State } from '../../shared/sync/merge.ts'
import { type Cloud, newGolfer, pullAll, push, results, type Sent, wire } from './cloud.ts'
import { pairs } from './states.ts'

const A_PUSH = 400

/** A row as it came, as a device would hold it: a column that is not there is null. */
export function asState(table: SyncedTable, row: Sent['row']): State {
  const columns = columnsOf(table).filter(([name]) => name !== 'rev')
  return Object.fromEntries(columns.map(([name]) => [name, (row[name] ?? null) as State[string]]))
}

const byId = (rows: readonly Sent[]) => new Map(rows.map(({ row }) => [String(row['id']), row]))

export async function expectAlike(cloud: Cloud, many: number): Promise<void> {
  const cases = fc.sample(pairs, { numRuns: many, seed: 20251125 })
  for (let from = 0; from < many; from += A_PUSH) {
    const some = cases.slice(from, from + A_PUSH).map((pair, i) => ({ ...pair, id: `row ${from + i}` }))
    const send = (side: 'a' | 'b') => some.map(pair => wire(pair.table, { ...pair[side], id: pair.id }))
    const [there, back] = [await newGolfer(cloud), await newGolfer(cloud)]
    expect(new Set(results(await push(cloud, there, send('a'))).map(({ answer }) => answer))).toEqual(
      new Set(['applied']),
    )
    const answers = results(await push(cloud, there, send('b')))
    await push(cloud, back, send('b'))
    await push(cloud, back, send('a'))
    const [one, other] = [byId(await pullAll(cloud, there)), byId(await pullAll(cloud, back))]
    for (const [i, { table, id, a, b }] of some.entries()) {
      const merged = asState(table, { ...mergeRows(table, a, b), id })
      expect({ table, a, b, merged: asState(table, one.get(id) ?? {}) }).toEqual({ table, a, b, merged })
      expect(asState(table, other.get(id) ?? {})).toEqual(merged)
      const as_sent = JSON.stringify(merged) === JSON.stringify(asState(table, { ...b, id }))
      expect(answers[i]?.answer).toBe(as_sent ? 'applied' : 'merged')
    }
    // Everything once more, old states too: nothing changes, so nothing gets a revision.
    const again = await push(cloud, there, [...send('a')])
    expect(again['head']).toBe(again['from_rev'])
  }
}
