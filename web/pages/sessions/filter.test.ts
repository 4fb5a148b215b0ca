import { expect, test } from 'vitest'
import { chosenIn, filterOf } from './filter.ts'

test('an address holds the filter', () => {
  const filter = filterOf(new URLSearchParams('q=towel&club=code:IRON7&kind=drill&tag=wind'))
  expect(filter).toEqual({ search: 'towel', club_id: 'code:IRON7', kind: 'drill', tag: 'wind' })
  expect(chosenIn(filter)).toBe(3)
})

test('an address without a filter, or with a kind that does not exist, filters nothing', () => {
  expect(filterOf(new URLSearchParams(''))).toEqual({})
  expect(filterOf(new URLSearchParams('q=+&kind=party'))).toEqual({})
})
