import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { columnsOf, type SyncedTable, syncedTables } from '../schema/catalogue.ts'
import { compareValues, mergeRows, type State, sameState, sortedJson, type Value } from './merge.ts'

const clock = fc.constantFrom('0001-0-a', '0001-0-b', '0002-0-a', '0003-0-b')

/** Few values, so that ties and conflicts are common. */
function value(type: string): fc.Arbitrary<Value> {
  if (type === 'text') return fc.constantFrom('a', 'b', '\u{1F3CC}', '\uFFFD', null)
  if (type === 'json') return fc.constantFrom('["a"]', '["b"]', null)
  if (type === 'boolean') return fc.constantFrom(0, 1, null)
  return fc.constantFrom(1, 2, -0.5, null)
}

function states(table: SyncedTable): fc.Arbitrary<State> {
  const columns = columnsOf(table).filter(
    ([name]) => !['id', 'rev', 'clocks', 'extra', 'life'].includes(name),
  )
  const edited = columns.flatMap(([name, column]) => (column.origin === 'edited' ? [name] : []))
  return (
    fc
      // A life is the purge clock as the importer saw it, so the row itself holds it too.
      .record({
        values: fc.record(Object.fromEntries(columns.map(([name, column]) => [name, value(column.type)]))),
        clocks: fc.dictionary(fc.constantFrom(...edited, 'from_the_future'), clock),
        extra: fc.option(
          fc.dictionary(fc.constantFrom('from_the_future', 'other'), fc.constantFrom('x', 1, { y: [2] })),
        ),
        reborn: fc.boolean(),
      })
      .map(({ values, clocks, extra, reborn }) => ({
        ...values,
        id: 'row',
        ...('life' in Object.fromEntries(columnsOf(table))
          ? { life: (reborn && clocks['purged']) || null }
          : {}),
        clocks: sortedJson(clocks),
        extra: extra && Object.keys(extra).length > 0 ? sortedJson(extra) : null,
      }))
      .map(state => mergeRows(table, state, state))
  ) // as a store would hold it: nothing purged lingers
}

const pieces = <T>(one: fc.Arbitrary<T>) => fc.tuple(one, one, one)

describe.each(syncedTables.map(table => ({ table })))('the merge of $table', ({ table }) => {
  test('does not care which side is which, what came first, or what came twice', () => {
    fc.assert(
      fc.property(pieces(states(table)), ([a, b, c]) => {
        expect(mergeRows(table, a, b)).toEqual(mergeRows(table, b, a))
        expect(mergeRows(table, mergeRows(table, a, b), c)).toEqual(
          mergeRows(table, a, mergeRows(table, b, c)),
        )
        expect(mergeRows(table, a, a)).toEqual(a)
        expect(sameState(table, mergeRows(table, mergeRows(table, a, b), b), mergeRows(table, a, b))).toBe(
          true,
        )
      }),
      { numRuns: 300 },
    )
  })
})

const shot = (row: State): State => ({ id: 's', clocks: '{}', ...row })

test('an import of the laptop, later and offline, leaves the edits of the phone', () => {
  const phone = shot({
    fact_source: 3,
    parser_version: 1,
    carry_m: 150,
    excluded: 1,
    club_id: 'code:IRON7',
    clocks: '{"club_id":"0001-0-a","excluded":"0001-0-a"}',
  })
  const laptop = shot({ fact_source: 3, parser_version: 1, carry_m: 150, excluded: 0, guesser_version: 9 })
  expect(mergeRows('shots', laptop, phone)).toMatchObject({
    excluded: 1,
    club_id: 'code:IRON7',
    carry_m: 150,
  })
})

test('a newer parser wins whole: what it calls missing is missing', () => {
  const old = shot({ fact_source: 3, parser_version: 1, carry_m: 150, apex_m: 99 })
  const new_ = shot({ fact_source: 3, parser_version: 2, carry_m: 151, apex_m: null })
  expect(mergeRows('shots', old, new_)).toMatchObject({ carry_m: 151, apex_m: null, parser_version: 2 })
})

test('values of two sources never stand in one row', () => {
  const payload = shot({ fact_source: 3, parser_version: 1, carry_m: null })
  const earlier = shot({ fact_source: 1, parser_version: 7, carry_m: 140 })
  expect(mergeRows('shots', payload, earlier)['carry_m']).toBeNull()
})

test('a shot deleted for good stays so when another device imports it again', () => {
  const purged = shot({ purged: 1, clocks: '{"purged":"0002-0-a"}' })
  const imported = shot({ fact_source: 3, parser_version: 1, carry_m: 150 })
  expect(mergeRows('shots', imported, purged)).toMatchObject({ purged: 1, carry_m: null, fact_source: null })
})

test('taken in again after that, only facts of the new life count', () => {
  const old = shot({ fact_source: 3, parser_version: 9, carry_m: 150 })
  const again = shot({
    purged: 0,
    clocks: '{"purged":"0003-0-a"}',
    life: '0003-0-a',
    fact_source: 3,
    parser_version: 1,
    carry_m: 151,
  })
  expect(mergeRows('shots', old, again)).toMatchObject({ purged: 0, carry_m: 151, parser_version: 1 })
})

test('deleted for good, it has no frames either, and those of a life before do not come back', () => {
  const filmed = shot({ fact_source: 3, parser_version: 1, video_frames: 24 })
  const purged = shot({ purged: 1, clocks: '{"purged":"0002-0-a"}' })
  const again = shot({ purged: 0, clocks: '{"purged":"0003-0-a"}', life: '0003-0-a', fact_source: 3 })
  expect(mergeRows('shots', filmed, purged)['video_frames']).toBeNull()
  expect(mergeRows('shots', filmed, again)['video_frames']).toBeNull()
  expect(mergeRows('shots', filmed, { ...again, video_frames: 8 })['video_frames']).toBe(8)
})

test('text is ordered by code point, as the cloud orders it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
      expect(compareValues(a, b)).toBe(Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b))))
    }),
  )
})
