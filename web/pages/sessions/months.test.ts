import { expect, test } from 'vitest'
import type { SessionLine } from '../../db/query.ts'
import { byMonth, dayOf, monthSaid } from './months.ts'

function session(practice_date: string | null): SessionLine {
  return {
    id: `1:${practice_date}`,
    practice_date,
    title: 'Iron 6',
    named: false,
    kinds: ['practice'],
    tags: [],
    clubs: [],
    shots: 0,
    excluded: 0,
    notes: null,
    deleted_at: null,
  }
}

test('sessions stand under their month, in their order, those without a date under none', () => {
  const months = byMonth([session('2025-12-26'), session('2025-12-01'), session('2024-12-01'), session(null)])
  expect(months.map(({ month, sessions }) => [month, sessions.length])).toEqual([
    ['2025-12', 2],
    ['2024-12', 1],
    [null, 1],
  ])
})

test('a month is said in words', () => {
  expect(monthSaid('2025-11')).toBe('November 2025')
  expect(monthSaid(null)).toBe('No date')
})

test('a session says its day and weekday', () => {
  expect(dayOf('2025-11-22')).toEqual({ day: 22, weekday: 'Sat' })
  expect(dayOf('2025-12-26')).toEqual({ day: 26, weekday: 'Fri' })
})
