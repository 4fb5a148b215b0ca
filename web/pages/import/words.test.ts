import { expect, test } from 'vitest'
import { acceptSaid, datesSaid, lacksSaid, listSaid, newsSaid, otherLacksSaid } from './words.ts'

const shots = { total: 51, new: 51, changed: 0, known: 0, purged: 0 }

test('a report never seen before is all new, and one tap adds it', () => {
  expect(newsSaid(shots)).toBe('all new')
  expect(acceptSaid(shots)).toBe('Add 51 shots')
})

test('a report seen before says that nothing is new, and offers no button', () => {
  const known = { ...shots, new: 0, known: 51 }
  expect(newsSaid(known)).toBe('all known')
  expect(acceptSaid(known)).toBeNull()
})

test('a report that grew says what is new, what is completed and what is known', () => {
  const grown = { total: 51, new: 1, changed: 4, known: 44, purged: 2 }
  expect(newsSaid(grown)).toBe('1 new, 4 changed, 44 known, 2 deleted for good')
  expect(acceptSaid(grown)).toBe('Add 1, complete 4')
  expect(acceptSaid({ ...grown, new: 0, changed: 1 })).toBe('Complete 1 shot')
})

test('the two coordinates of an impact are missed once, and most is said first', () => {
  const lacks = lacksSaid(
    [
      { measure: 'face_deg', n: 3 },
      { measure: 'impact_x_mm', n: 19 },
      { measure: 'impact_y_mm', n: 19 },
      { measure: 'attack_deg', n: 1 },
    ],
    51,
  )
  expect(lacks.map(({ says }) => says)).toEqual([
    '19 shots have no impact point.',
    '3 shots have no face angle.',
    '1 shot has no attack angle.',
  ])
  expect(lacks[0]?.so).toBe('That is usual; they stay out of the strike map only.')
  expect(lacks[2]?.so).toMatch(/^That is usual; it stays/)
  expect(otherLacksSaid(lacks.slice(1))).toBe(
    '3 shots have no face angle. 1 shot has no attack angle. What is missing is left blank, never counted as 0.',
  )
})

test('what every shot lacks is said of all of them', () => {
  const all = lacksSaid([{ measure: 'impact_x_mm', n: 12 }], 12)
  expect(all[0]?.says).toBe('No shot has an impact point.')
  expect(lacksSaid([], 12)).toEqual([])
  expect(otherLacksSaid([])).toBeNull()
})

test('a missing carry is called unusual, and the shot is kept', () => {
  expect(lacksSaid([{ measure: 'carry_m', n: 1 }], 12)[0]?.so).toMatch(/unusual.*kept/)
})

test('dates go from the first to the last, and one is one', () => {
  const write = (date: string) => date.slice(5)
  expect(datesSaid(['2025-12-26'], write)).toBe('12-26')
  expect(datesSaid(['2025-12-26', '2025-12-02', '2025-12-09'], write)).toBe('3 dates, 12-02 to 12-26')
  expect(datesSaid([], write)).toBe('no date')
})

test('what as many shots lack is told in one breath', () => {
  const lacks = lacksSaid(
    [
      { measure: 'attack_deg', n: 13 },
      { measure: 'dynamic_loft_deg', n: 13 },
      { measure: 'lie_deg', n: 13 },
    ],
    33,
  )
  expect(otherLacksSaid(lacks)).toMatch(/^13 shots have no attack angle, dynamic loft or lie angle\. What/)
})

test('a list of words ends with an and', () => {
  expect(listSaid([])).toBe('')
  expect(listSaid(['6 iron'])).toBe('6 iron')
  expect(listSaid(['6 iron', '8 iron', 'Driver'])).toBe('6 iron, 8 iron and Driver')
})
