import { expect, test } from 'vitest'
import type { About } from '../../sync/warehouse.ts'
import { lastRunSaid, runSaid, scheduleSaid, waitingSaid } from './words.ts'

const about: About = { kind: 'duckdb', running: false, runs: [], waiting: 0, schedule: null }
const ended = (result: 'done' | 'stopped', moved: number) =>
  runSaid({ kind: 'ended', result, told: { moved: { shots: moved } } })

test('a run in a sentence, while it goes on and after', () => {
  expect(runSaid({ kind: 'progress', moved: 1_500, of: 3_000, rows_per_s: 750, left_s: 2 })).toBe(
    '1,500 of 3,000 rows, 750 a second, 2 s left.',
  )
  expect([ended('done', 0), ended('done', 1), ended('stopped', 5_000)]).toEqual([
    'Done: nothing had changed.',
    'Done: 1 row went there.',
    'Stopped after 5,000 rows. The next run does the rest.',
  ])
})

test('the last run, what waits, and the schedule', () => {
  const now_ms = 10_000_000
  const last = (result: About['runs'][number]['result']) =>
    lastRunSaid({ ...about, runs: [{ result, started_ms: 0, ended_ms: now_ms - 120_000 }] }, now_ms)
  expect(last('done')).toBe('Last run 2 minutes ago: done.')
  expect(last('died')).toBe('Last run 2 minutes ago: it was cut off; the next one does the rest.')
  expect(lastRunSaid(about, now_ms)).toBe('It was never filled.')
  expect([waitingSaid(about), waitingSaid({ ...about, waiting: 1 })]).toEqual([
    'Nothing waits.',
    '1 row waits.',
  ])
  expect(scheduleSaid({ ...about, schedule: { by: 'systemd', at: '06:00' } })).toBe(
    'By systemd, each day at 06:00.',
  )
})
