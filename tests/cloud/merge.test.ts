/** The merge in SQL is the merge in TypeScript: pushed one after the other, states end as mergeRows has them. */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { columnsOf, type SyncedTable } from '../../shared/schema/catalogue.ts'
import { mergeRows, type State } from '../../shared/sync/merge.ts'
import { type Cloud, newGolfer, openCloud, pullAll, push, results, type Sent, wire } from './cloud.ts'
import { pairs, states } from './states.ts'

const CASES = process.env['RANGEBOOK_TEST_ALL'] ? 10_000 : 400
const A_PUSH = 400

let cloud: Cloud
beforeAll(async () => {
  cloud = await openCloud()
})
afterAll(() => cloud.close())

/** A row as it came, as a device would hold it: a column that is not there is null. */
function asState(table: SyncedTable, row: Sent['row']): State {
  const columns = columnsOf(table).filter(([name]) => name !== 'rev')
  return Object.fromEntries(columns.map(([name]) => [name, (row[name] ?? null) as State[string]]))
}

const whole = (table: SyncedTable, state: State) => asState(table, state)

const byId = (rows: readonly Sent[]) => new Map(rows.map(({ row }) => [String(row['id']), row]))

test(`${CASES} pairs of states: here and there the same, whichever came first, and what came twice`, async () => {
  const cases = fc.sample(pairs, { numRuns: CASES, seed: 20251125 })
  for (let from = 0; from < CASES; from += A_PUSH) {
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
      const merged = whole(table, { ...mergeRows(table, a, b), id })
      expect({ table, a, b, merged: asState(table, one.get(id) ?? {}) }).toEqual({ table, a, b, merged })
      expect(asState(table, other.get(id) ?? {})).toEqual(merged)
      const as_sent = JSON.stringify(merged) === JSON.stringify(whole(table, { ...b, id }))
      expect(answers[i]?.answer).toBe(as_sent ? 'applied' : 'merged')
    }
    // Everything once more, old states too: nothing changes, so nothing gets a revision.
    const again = await push(cloud, there, [...send('a')])
    expect(again['head']).toBe(again['from_rev'])
  }
})

test('three states in every order end alike', async () => {
  const [a, b, c] = fc.sample(states('shots'), { numRuns: 3, seed: 7 })
  const orders = [
    [a, b, c],
    [a, c, b],
    [b, a, c],
    [b, c, a],
    [c, a, b],
    [c, b, a],
  ] // prettier-ignore
  const ends = []
  for (const order of orders) {
    const golfer = await newGolfer(cloud)
    for (const state of order) await push(cloud, golfer, [wire('shots', state ?? {})])
    const [end] = await pullAll(cloud, golfer)
    ends.push(asState('shots', end?.row ?? {}))
  }
  expect(new Set(ends.map(end => JSON.stringify(end))).size).toBe(1)
})

test('a stamp of a field only rises, and a field that lost does not come back', async () => {
  const golfer = await newGolfer(cloud)
  let held: State | null = null
  for (const state of fc.sample(states('shots'), { numRuns: 12, seed: 3 })) {
    await push(cloud, golfer, [wire('shots', state)])
    const [row] = await pullAll(cloud, golfer)
    const now = asState('shots', row?.row ?? {})
    const [before, after] = [held, now].map(s => JSON.parse(String(s?.['clocks'] ?? '{}')))
    for (const [field, clock] of Object.entries<string>(before)) expect(after[field] >= clock).toBe(true)
    if (held !== null) expect(mergeRows('shots', now, held)).toEqual(now)
    held = now
  }
})
