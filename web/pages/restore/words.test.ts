import { expect, test } from 'vitest'
import type { RestorePreview } from '../../db/backup.ts'
import { broughtSaid, isNothingNew } from './words.ts'

const none = { new: 0, changed: 0, known: 0 }
const preview = (more: Partial<RestorePreview>): RestorePreview => ({
  made_at: null,
  sessions: none,
  shots: none,
  others: 0,
  from: null,
  to: null,
  trash: 0,
  steps: 0,
  keys: false,
  ...more,
})

test('what a backup brings is told a line each', () => {
  const shots = { new: 2014, changed: 1, known: 33 }
  expect(broughtSaid(preview({ shots, sessions: { new: 1, changed: 2, known: 4 }, others: 9 }))).toEqual([
    '2,014 new shots, 1 new session',
    '1 shot completed, 2 sessions completed',
    '33 shots known already, left as they are',
  ])
})

test('where only small things are new it says so, and where nothing is', () => {
  expect(broughtSaid(preview({ others: 1 }))).toEqual(['Clubs, groups, settings or steps of the history'])
  expect(isNothingNew(preview({ shots: { ...none, known: 9 } }))).toBe(true)
  expect(broughtSaid(preview({}))).toEqual(['All of this is in your history already.'])
})
