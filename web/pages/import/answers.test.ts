import { expect, test } from 'vitest'
import type { ImportPreview } from '../../db/query.ts'
import { clubOf, noAnswers, sent, shotsByClub, unanswered } from './answers.ts'

const preview: Pick<ImportPreview, 'new_clubs'> = {
  new_clubs: [
    { code: 'IRON6', name: '6 iron', shots: 18, ask: false },
    { code: 'IRON1', name: '1 iron', shots: 60, ask: true },
  ],
}
const group = (club_code: string | null): ImportPreview['groups'][number] => ({
  id: 'g',
  label: '',
  practice_date: null,
  club_code,
  club_id: null,
  club_name: '8 iron',
  kind: 'practice',
  shots: 1,
  new_shots: 1,
})
const nameOf = (id: string) => `the ${id}`

test('only a club that nobody carries must be answered', () => {
  expect(unanswered(preview, noAnswers)).toBe('IRON1')
  expect(unanswered(preview, { ...noAnswers, clubs: { IRON1: { is: 'mixed' } } })).toBeNull()
})

test('a new club that the golfer did not speak of is taken as named, an answer stands', () => {
  const answers = {
    clubs: { IRON1: { is: 'club', club_id: 'driver' } as const },
    kinds: { g: 'round' as const },
    group_clubs: { h: 'putter' },
  }
  expect(sent(preview, answers)).toEqual({
    clubs: { IRON6: { is: 'as_named' }, IRON1: { is: 'club', club_id: 'driver' } },
    kinds: { g: 'round' },
    group_clubs: { h: 'putter' },
  })
})

test('a group shows its club as it would be added, and none while the question is open', () => {
  expect(clubOf(group('IRON8'), preview, noAnswers, nameOf)).toBe('8 iron')
  expect(clubOf(group('IRON6'), preview, noAnswers, nameOf)).toBe('6 iron')
  expect(clubOf(group('IRON1'), preview, noAnswers, nameOf)).toBeNull()
  const as = (answer: { is: 'as_named' } | { is: 'mixed' } | { is: 'club'; club_id: string }) =>
    clubOf(group('IRON1'), preview, { ...noAnswers, clubs: { IRON1: answer } }, nameOf)
  expect(as({ is: 'as_named' })).toBe('1 iron')
  expect(as({ is: 'mixed' })).toBe('mixed clubs')
  expect(as({ is: 'club', club_id: 'driver' })).toBe('the driver')
})

test('shots of two groups with one club are one line, and those of an open question stand apart', () => {
  const groups = [
    { ...group('IRON8'), shots: 10 },
    { ...group('IRON1'), shots: 60 },
    { ...group('IRON8'), shots: 5 },
  ]
  expect(shotsByClub({ ...preview, groups }, noAnswers, nameOf)).toEqual([
    { name: '8 iron', club_id: null, shots: 15 },
    { name: null, club_id: null, shots: 60 },
  ])
})
