import { expect, test } from 'vitest'
import { classics, scoredOf, scoreOf } from './combine.ts'

const test_ = {
  ...{ name: 'Two', each: 2 },
  targets: [
    { carry_m: 100, club_id: null },
    { carry_m: 50, club_id: 'code:WEDGE_56' },
  ],
}
const shot = (id: string, carry_m: number | null, side_m: number | null = 0) => ({ id, carry_m, side_m })

test('a shot scores by its distance to the target, as a share of it', () => {
  expect(scoreOf(0, 100)).toBe(100)
  expect(scoreOf(5, 100)).toBe(75)
  expect(scoreOf(20, 100)).toBe(0)
  expect(scoreOf(90, 100)).toBe(0)
  // Near the green it is ten yards, not a fifth.
  expect(scoreOf(4.572, 20)).toBeCloseTo(50, 3)
})

test('shots go to the targets in order; one that was not seen is hit again; what is over counts no more', () => {
  const scored = scoredOf(test_, [shot('a', 97, 4), shot('b', null), shot('c', 110), shot('d', 50)])
  expect(scored.targets.map(({ shots }) => shots.map(({ id }) => id))).toEqual([['a', 'c'], ['d']])
  expect(scored.targets[0]?.shots[0]).toMatchObject({ miss_m: 5, long_m: -3, side_m: 4, score: 75 })
  expect(scored).toMatchObject({ hit: 3, of: 4, next: test_.targets[1] })
  expect(scored.score).toBeCloseTo((75 + 50 + 100) / 3)
  const over = scoredOf(
    test_,
    [1, 2, 3, 4, 5].map(n => shot(`${n}`, 100)),
  )
  expect(over).toMatchObject({ hit: 4, next: null })
  expect(scoredOf(test_, [])).toMatchObject({ hit: 0, score: null, next: test_.targets[0] })
})

test('the classic ones are whole', () => {
  for (const { targets, each } of classics) expect(targets.length * each).toBeGreaterThan(8)
  expect(scoredOf(classics[0] ?? test_, []).of).toBe(60)
})
