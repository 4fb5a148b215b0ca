import { expect, test } from 'vitest'
import { askedOf, conditionsIn, sameAsked } from './asked.ts'

const asked = (search: string, prefix?: string) => askedOf(new URLSearchParams(search), prefix)

test('what an address says is asked, and what it does not know is not', () => {
  expect(asked('')).toEqual({ filter: { excluded: false }, all: false })
  expect(asked('club=code:IRON7&from=2026-01-01&kind=drill&tag=x&all=1').filter).toEqual({
    club_id: 'code:IRON7',
    from: '2026-01-01',
    kind: 'drill',
    tag: 'x',
  })
  expect(asked('from=yesterday&kind=party&to=2026-1-1').filter).toEqual({ excluded: false })
})

test('the second of two has its own words and shares the switch', () => {
  expect(asked('club=a&b.club=b&b.to=2026-02-01', 'b.').filter).toEqual({
    club_id: 'b',
    to: '2026-02-01',
    excluded: false,
  })
})

test('a period is one condition; the club is none', () => {
  expect(conditionsIn(asked('club=a&from=2026-01-01&to=2026-02-01'))).toBe(1)
  expect(conditionsIn(asked('all=1&tag=x'))).toBe(2)
})

test('another screen is asked about the same', () => {
  expect(sameAsked('/analysis/trend', new URLSearchParams('club=code:IRON7&figure=smash&q=1'))).toBe(
    '/analysis/trend?club=code:IRON7',
  )
  expect(sameAsked('/analysis', new URLSearchParams())).toBe('/analysis')
})
