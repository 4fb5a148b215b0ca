import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { planOf } from './plan.ts'
import { refined } from './planRefined.ts'

const plan = planOf({ minutes: 60 }, [], [], [{ id: 'code:IRON7', last_date: null }])
const propose = (parts: readonly object[], why = 'The face first.') => refined(plan, { why, parts })

test('balls move between parts, a note stands beside one, what is left out stays', () => {
  const answer = propose([
    { part: 3, balls: 16, note: 'Look at the face alone.' },
    { part: 4, balls: 5 },
  ])
  expect(answer).toMatchObject({ ok: true, why: 'The face first.' })
  if (!answer.ok) return
  expect(answer.parts.map(({ kind, balls }) => `${kind} ${balls}`)).toEqual([
    'warm-up 9',
    'cold test 10',
    'block 16',
    'serial 5',
    'random 10',
    'test 10',
    'notes 0',
  ])
  expect(answer.parts[2]?.note).toBe('Look at the face alone.')
  expect(answer.parts[4]).toEqual({ ...plan[4], note: '' })
})

describe('refused in words', () => {
  test.each<[string, readonly object[], string | undefined, RegExp]>([
    ['more balls than there are', [{ part: 5, balls: 11 }], undefined, /More balls/],
    ['a test with fewer', [{ part: 6, balls: 5 }], undefined, /tests keep/],
    ['no warm-up', [{ part: 1, balls: 0 }], undefined, /warm-up/],
    ['a part that is not there', [{ part: 9, balls: 1 }], undefined, /no part 9/],
    [
      'a part twice',
      [
        { part: 3, balls: 1 },
        { part: 3, balls: 2 },
      ],
      undefined,
      /twice/,
    ],
    [
      'one block alone',
      [
        { part: 3, balls: 31 },
        { part: 4, balls: 0 },
        { part: 5, balls: 0 },
        { part: 1, balls: 4 },
      ],
      undefined,
      /one block/,
    ],
    ['a figure in a note', [{ part: 3, balls: 9, note: 'Face at 2°' }], undefined, /no figures/],
    ['a figure in the reason', [{ part: 3, balls: 9 }], 'You lose 40 yd.', /no figures/],
    ['a broken ball', [{ part: 3, balls: 1.5 }], undefined, /Not understood/],
    ['another field', [{ part: 3, balls: 1, club: 'x' }], undefined, /Not understood/],
    ['nothing', [], undefined, /Not understood/],
  ])('%s', (_, parts, why, says) => {
    const answer = propose(parts, why)
    expect(answer).toEqual({ ok: false, says: expect.stringMatching(says) })
  })
})

test('whatever is proposed, a plan that is taken keeps its parts, its tests and its balls', () => {
  const part = fc.record({ part: fc.integer({ min: 1, max: 8 }), balls: fc.integer({ min: 0, max: 40 }) })
  fc.assert(
    fc.property(fc.array(part, { maxLength: 7 }), parts => {
      const answer = propose(parts)
      if (!answer.ok) return
      const balls = (all: readonly { balls: number }[]) => all.reduce((sum, one) => sum + one.balls, 0)
      expect(balls(answer.parts)).toBeLessThanOrEqual(balls(plan))
      expect(answer.parts.map(({ kind }) => kind)).toEqual(plan.map(({ kind }) => kind))
      expect(answer.parts[5]?.balls).toBe(plan[5]?.balls)
    }),
  )
})
