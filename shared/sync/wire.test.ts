import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { columnsOf, type SyncedTable, syncedTables } from '../schema/catalogue.ts'
import type { State, Value } from './merge.ts'
import { NotAnAnswer, readAbout, readNewest, readPulled, readPushed, readSettled } from './wire.ts'
import { fromWire, toWire } from './wire_row.ts'

const every = { cloud_id: '3f0c', schema_version: 1, now_ms: 1_764_000_000_000 }
const page = { ...every, kind: 'pulled', epoch: 1, head: 9, cursor: 7, token: null }
const pushed = { ...every, kind: 'pushed', epoch: 1, from_rev: 3, head: 4, token: 't', count: 1 }

describe('an answer', () => {
  test('is read by its kind', () => {
    expect(readPulled({ ...page, count: 1, rows: [{ table: 'clubs', row: { id: 'a' } }] }).kind).toBe(
      'pulled',
    )
    expect(readPushed({ ...pushed, results: [{ answer: 'applied', rev: 4 }] }).kind).toBe('pushed')
    expect(readPushed({ ...pushed, count: 0, results: null }).kind).toBe('pushed')
    expect(readPushed({ ...every, kind: 'clock_ahead', highest: null }).kind).toBe('clock_ahead')
    expect(readSettled({ ...every, kind: 'settled', epoch: 2 }).kind).toBe('settled')
    expect(readNewest({ ...every, kind: 'busy' }).kind).toBe('busy')
    expect(readAbout({ ...every, kind: 'about', min_client: 1, bucket: true, open: [] }).open).toEqual([])
  })

  test('that was cut off by a limit on the way is none', () => {
    expect(() => readPulled({ ...page, count: 2, rows: [{ table: 'clubs', row: { id: 'a' } }] })).toThrow(
      'cut off',
    )
    expect(() => readPushed({ ...pushed, count: 2, results: [{ answer: 'applied', rev: 4 }] })).toThrow(
      'cut off',
    )
  })

  test.each([null, '', '<html>', [], {}, { kind: 'pulled' }, { ...page, kind: 'better' }])(
    'of another server is none: %j',
    answer => {
      for (const read of [readPulled, readPushed, readNewest, readSettled, readAbout]) {
        expect(() => read(answer)).toThrow(NotAnAnswer)
      }
    },
  )
})

function value(name: string, type: string): fc.Arbitrary<Value> {
  if (name === 'id') return fc.string({ minLength: 1 })
  if (name === 'clocks') return fc.constant('{}')
  if (name === 'rev' || name === 'extra') return fc.constant(null)
  const some = {
    text: fc.string({ unit: 'grapheme' }),
    json: fc.constantFrom('["wet"]', '"x"'),
    boolean: fc.constantFrom(0, 1),
    integer: fc.integer(),
    real: fc.double({ noNaN: true, noDefaultInfinity: true }).filter(n => !Object.is(n, -0)),
  }[type]
  return fc.option(some as fc.Arbitrary<Value>)
}

const rowOf = (table: SyncedTable): fc.Arbitrary<State> =>
  fc.record(Object.fromEntries(columnsOf(table).map(([name, { type }]) => [name, value(name, type)])))

test.each(syncedTables)('a row of %s comes as it was sent', table => {
  fc.assert(
    fc.property(rowOf(table), row => {
      const travelled = JSON.parse(JSON.stringify({ ...toWire(row), rev: 7 }))
      expect(fromWire(table, travelled)).toEqual({ ok: true, value: { ...row, rev: 7 } })
    }),
    { numRuns: 50 },
  )
})

test('a column of a newer version rides in extra, and goes back with the row', () => {
  const came = fromWire('shots', { id: 's', rev: 1, carry_m: 150, grip: 'long', extra: '{"shoe":"wet"}' })
  expect(came).toMatchObject({ ok: true, value: { carry_m: 150, extra: '{"grip":"long","shoe":"wet"}' } })
  expect(came.ok && toWire(came.value)).toEqual({
    id: 's',
    carry_m: 150,
    extra: '{"grip":"long","shoe":"wet"}',
  })
})

test('what rode in extra and is known by now stands in its column', () => {
  const extra = '{"carry_m":150,"notes":"late","grip":"long"}'
  const came = fromWire('shots', { id: 's', rev: 1, notes: 'here', extra })
  expect(came).toMatchObject({ ok: true, value: { carry_m: 150, notes: 'here', extra: '{"grip":"long"}' } })
})

test.each([
  { id: 's', carry_m: 'far' },
  { id: 's', excluded: 2 },
  { id: 's', tags: '[' },
  { id: 's', clocks: '{"notes":"yesterday"}' },
  { id: '' },
  { carry_m: 150 },
])('what can be no row is told in a sentence: %j', wire => {
  const read = fromWire('shots', wire)
  expect(read.ok).toBe(false)
})
