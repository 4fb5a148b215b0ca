import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, daysBetween, formatDate, isDate, weekdayOf } from './dates.ts'

test.each([
  ['words', 'Sat 22 Nov 2025'],
  ['day-first', '22.11.2025'],
  ['month-first', '11/22/2025'],
  ['iso', '2025-11-22'],
] as const)('%s: %s', (style, text) => {
  expect(formatDate('2025-11-22', style)).toBe(text)
})

test('no date is said, and what is no date is shown as it is', () => {
  expect(formatDate(null, 'words')).toBe('No date')
  expect(formatDate('soon', 'words')).toBe('soon')
})

describe('a date exists', () => {
  test.each(['2024-02-29', '2000-02-29', '2025-12-31', '0001-01-01'])('%s does', date => {
    expect(isDate(date)).toBe(true)
  })
  test.each([
    '2025-02-29',
    '1900-02-29',
    '2025-13-01',
    '2025-00-10',
    '2025-04-31',
    '0000-00-00',
    '2025-1-1',
    '',
  ])('%j does not', date => {
    expect(isDate(date)).toBe(false)
    expect(weekdayOf(date)).toBe(null)
  })
})

const dates = fc
  .date({ min: new Date('1600-01-01T00:00:00Z'), max: new Date('2400-12-31T00:00:00Z'), noInvalidDate: true })
  .map(date => date.toISOString().slice(0, 10))

test('weekdays are those of the calendar, in whatever time zone the reader sits', () => {
  const names = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
  fc.assert(
    fc.property(dates, date => {
      expect(weekdayOf(date)).toBe(names[new Date(`${date}T12:00:00Z`).getUTCDay()])
    }),
  )
})

test('days are added and counted over months, years and leap days', () => {
  fc.assert(
    fc.property(dates, fc.integer({ min: -100_000, max: 100_000 }), (date, days) => {
      const moved = addDays(date, days)
      expect(moved).toBe(
        new Date(Date.parse(`${date}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10),
      )
      expect(daysBetween(date, moved)).toBe(days)
    }),
  )
  expect(daysBetween('2025-01-01', 'never')).toBe(null)
})
