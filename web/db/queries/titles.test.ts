import { expect, test } from 'vitest'
import { readText } from '../../../shared/uneekor/fields.ts'
import { labelOf } from './titles.ts'

test('marks that turn letters round are no part of a text; letters of both directions are', () => {
  expect(readText('\u202Eמועדון\u202C iron 6\u2067')).toBe('מועדון iron 6')
  expect(readText('\u202E \u2066')).toBeNull()
})

test('a label that was kept with such a mark is shown without it', () => {
  expect(labelOf({ label: '\u202Emy iron', club_code: 'IRON7' })).toBe('my iron')
})
