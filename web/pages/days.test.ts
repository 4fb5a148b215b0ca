import { expect, test } from 'vitest'
import { localDate } from '../../shared/golf/dates.ts'
import type { HistoryLine } from '../db/query.ts'
import { byDay, daySaid, timeSaid } from './days.ts'

const line = (id: string, at: Date): HistoryLine => ({
  id,
  kind: 'set_shots',
  says: '',
  made_at: at.toISOString(),
  items: 1,
  undone_by: null,
  undoable: true,
})

test('steps stand under the day on which they were made where the golfer is, not under the day in UTC', () => {
  const late = new Date(2025, 10, 22, 23, 59)
  const early = new Date(2025, 10, 23, 0, 1)
  const days = byDay([line('b', early), line('a', late)])
  expect(days.map(({ date, lines }) => [date, lines.map(({ id }) => id)])).toEqual([
    ['2025-11-23', ['b']],
    ['2025-11-22', ['a']],
  ])
})

test('today and yesterday are said so, also over the turn of a month', () => {
  const now = new Date(2025, 11, 1, 8, 5)
  const write = (date: string) => `on ${date}`
  expect(daySaid('2025-12-01', now, write)).toBe('today')
  expect(daySaid('2025-11-30', now, write)).toBe('yesterday')
  expect(daySaid('2025-11-29', now, write)).toBe('on 2025-11-29')
})

test('a time has two digits each', () => {
  expect(timeSaid(new Date(2025, 0, 2, 8, 5))).toBe('08:05')
  expect(localDate(new Date(2025, 0, 2, 8, 5))).toBe('2025-01-02')
})
