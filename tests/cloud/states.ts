/** States of rows as devices come to hold them: few values, so that ties and conflicts are common. */
import fc from 'fast-check'
import { columnsOf, type SyncedTable, syncedTables } from '../../shared/schema/catalogue.ts'
import { mergeRows, type State, sortedJson, type Value } from '../../shared/sync/merge.ts'
import { stamp } from './cloud.ts'

const clock = fc.constantFrom(stamp(1), stamp(1, 1), stamp(1, 0, 'laptop'), stamp(2), stamp(3, 0, 'laptop'))

/** Above, among and below what UTF-16 sorts wrongly; names of columns and stamps as values. */
const TEXTS = ['a', 'b', '', '\u{1F3CC}', '\uFFFD', 'é', 'e\u0301', 'a"\\\n', 'true', null]
const JSONS = ['["a"]', '["b"]', '[]', '{"b":1,"a":[1.50,"\\u0000"]}', '"\u{1F3CC}"', 'null', null]

function value(name: string, type: string): fc.Arbitrary<Value> {
  if (name === 'clock') return fc.option(clock)
  if (type === 'text') return fc.constantFrom(...TEXTS)
  if (type === 'json') return fc.constantFrom(...JSONS)
  if (type === 'boolean') return fc.constantFrom(0, 1, null)
  if (type === 'integer') return fc.constantFrom(1, 2, 3, -7, 2 ** 53 - 1, null)
  return fc.constantFrom(1, 2, -0.5, 0, 0.1 + 0.2, 1e-7, 1.5e300, 123456.789, null)
}

const later = fc.constantFrom<unknown>('x', 1, 0.1, { y: [2], x: null }, '\uFFFD', '\u{1F3CC}', null)

export function states(table: SyncedTable): fc.Arbitrary<State> {
  const all = columnsOf(table)
  const columns = all.filter(([name]) => !['id', 'rev', 'clocks', 'extra', 'life'].includes(name))
  const edited = columns.flatMap(([name, column]) => (column.origin === 'edited' ? [name] : []))
  return fc
    .record({
      values: fc.record(
        Object.fromEntries(columns.map(([name, column]) => [name, value(name, column.type)])),
      ),
      clocks: fc.dictionary(fc.constantFrom(...edited, 'from_the_future'), clock),
      extra: fc.option(fc.dictionary(fc.constantFrom('from_the_future', 'other', 'a'), later)),
      reborn: fc.boolean(),
    })
    .map(({ values, clocks, extra, reborn }) => ({
      ...values,
      id: 'row',
      // A life is the purge clock as the importer saw it, so the row itself holds it too.
      ...(all.some(([name]) => name === 'life') && { life: (reborn && clocks['purged']) || null }),
      clocks: sortedJson(clocks),
      extra: extra && Object.keys(extra).length > 0 ? sortedJson(extra) : null,
    }))
    .map(state => mergeRows(table, state, state))
}

/** Two states of one row, of any table. */
export const pairs = fc
  .constantFrom(...syncedTables)
  .chain(table => fc.record({ table: fc.constant(table), a: states(table), b: states(table) }))
