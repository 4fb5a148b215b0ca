import { expect, test } from 'vitest'
import type { Holding } from '../../../shared/sync/wire.ts'
import { differenceSaid, rowsIn, sideBySide } from './words.ts'

test('what differs is said by table, with what is where', () => {
  const differences = [
    { table: 'shots', session: 's', here: ['a', 'b'], there: ['c'], other: [] },
    { table: 'media', session: 's', here: [], there: [], other: ['d'] },
  ] as const
  expect(differenceSaid(differences, 'in the cloud')).toBe(
    '2 shots only here, 1 shot only in the cloud, 1 picture not alike',
  )
  expect(rowsIn(differences)).toBe(4)
})

test('stores beside each other: a column that one of them lacks is told apart from an empty one', () => {
  const device: Holding = {
    schema_version: 4,
    newest_date: null,
    tables: {
      shots: { rows: 2, filled: { carry_m: 2, wind_mps: 0 } },
      clubs: { rows: 1, filled: { name: 1 } },
    },
  }
  const cloud: Holding = {
    ...device,
    schema_version: 3,
    tables: { shots: { rows: 2, filled: { carry_m: 1 } }, clubs: { rows: 1, filled: { name: 1 } } },
  }
  expect(sideBySide([device, cloud], null)).toEqual([
    {
      table: 'shots',
      rows: [2, 2],
      differs: false,
      columns: [
        { name: 'carry_m', filled: [2, 1], differs: true },
        { name: 'wind_mps', filled: [0, null], differs: true },
      ],
    },
    {
      table: 'clubs',
      rows: [1, 1],
      differs: false,
      columns: [{ name: 'name', filled: [1, 1], differs: false }],
    },
  ])
})

test('a warehouse beside them: what it does not keep is no difference, what it lacks is', () => {
  const device: Holding = {
    schema_version: 4,
    newest_date: null,
    tables: {
      shots: { rows: 2, filled: { carry_m: 2, notes: 1 } },
      payloads: { rows: 1, filled: { bytes: 1 } },
    },
  }
  const warehouse: Holding = { ...device, tables: { shots: { rows: 1, filled: { carry_m: 2 } } } }
  expect(sideBySide([device, device], warehouse)).toEqual([
    {
      table: 'shots',
      rows: [2, 2, 1],
      differs: true,
      columns: [
        { name: 'carry_m', filled: [2, 2, 2], differs: false },
        { name: 'notes', filled: [1, 1, null], differs: false },
      ],
    },
    {
      table: 'payloads',
      rows: [1, 1, null],
      differs: false,
      columns: [{ name: 'bytes', filled: [1, 1, null], differs: false }],
    },
  ])
})
