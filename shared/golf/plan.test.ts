import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { settingDefaults } from '../schema/settings.ts'
import { golferOf } from './findings.golfers.ts'
import { findingsOf, openedOf, workedOn } from './findings.ts'
import { soundOf } from './findingsSound.ts'
import type { GolferGoal } from './goals.ts'
import { type Asked, LEAST_MINUTES, MOST_BALLS, MOST_MINUTES, planOf } from './plan.ts'
import { sayPart } from './planWords.ts'

const golfer = golferOf({
  hand: 'right',
  seed: 5,
  clubs: [
    { code: 'DRIVER', swing: 'driver', shots: 40, fault: { face_deg: 5 } },
    { code: 'IRON7', swing: 'iron7', shots: 40, fault: { heel_mm: 12 } },
  ],
})
const { findings } = findingsOf(soundOf(golfer), 'right')
const CLUBS = [
  { id: 'code:DRIVER', last_date: '2026-03-01' },
  { id: 'code:IRON7', last_date: '2026-02-01' },
  { id: 'code:WEDGE_50', last_date: null },
]
const GOAL: GolferGoal = {
  ...{ club_id: 'code:WEDGE_50', figure: 'carry_m', low: 95, high: 105, share: 0.8 },
  ...{ by: null, set_on: '2026-01-01' },
}
const kinds = (asked: Asked) =>
  planOf(asked, findings, [], CLUBS).map(({ kind, balls }) => `${kind} ${balls}`)

describe('by hand', () => {
  test('an hour: warm-up, cold test, a third blocked at most, by turns, a game, the test again', () => {
    expect(kinds({ minutes: 60 })).toEqual([
      'warm-up 9',
      'cold test 10',
      'block 12',
      'serial 9',
      'random 10',
      'test 10',
      'notes 0',
    ])
  })
  test('twenty minutes keep to one drill and a game', () => {
    expect(kinds({ minutes: 20 })).toEqual(['warm-up 4', 'block 8', 'random 8', 'notes 0'])
  })
  test('the dearest finding is drilled, with its goal; what was not practised lately comes first by turns', () => {
    const plan = planOf({ balls: 60 }, findings, [], CLUBS)
    const block = plan.find(({ kind }) => kind === 'block')
    expect(block?.finding?.key).toBe(findings[0]?.key)
    expect(block?.goal).toEqual(findings[0]?.goal)
    expect(plan.find(({ kind }) => kind === 'random')?.club_ids[0]).toBe('code:WEDGE_50')
  })
  test('a goal of the golfer’s own is practised and tested; what is worked on comes before it', () => {
    const plan = planOf({ minutes: 120 }, [], [GOAL], CLUBS)
    for (const kind of ['cold test', 'block', 'test'] as const) {
      const part = plan.find(one => one.kind === kind) ?? expect.fail()
      expect(part).toMatchObject({ club_ids: ['code:WEDGE_50'], goal: { low: 95, high: 105, times: 8 } })
      expect(Object.values(sayPart(part, id => id, settingDefaults)).join(' ')).toContain(
        '8 of 10 with carry 103.9 to 115 yd',
      )
    }
    const both = planOf({ minutes: 120 }, findings.slice(0, 1), [GOAL], CLUBS)
    expect(both.filter(({ kind }) => kind === 'block').map(({ club_ids }) => club_ids)).toEqual([
      [findings[0]?.club_id],
      ['code:WEDGE_50'],
    ])
  })
  test('what stands in the way of a goal is worked on, before what is dearer', () => {
    const [dearest, other] = [findings[0] ?? expect.fail(), findings.at(-1) ?? expect.fail()]
    expect(other.key).not.toBe(dearest.key)
    const goal = { ...GOAL, club_id: other.club_id ?? '', figure: other.evidence[0].figure }
    expect(workedOn(findings, [], [])).toEqual([dearest])
    expect(workedOn(findings, [], [goal])).toEqual([other])
    expect(workedOn(findings, [], [GOAL])).toEqual([])
    expect(workedOn(findings, [openedOf(dearest)], [goal])).toEqual([dearest, other])
    // Its drill is the goal's, which is not practised twice.
    const blocks = planOf({ minutes: 120 }, [other], [goal], CLUBS).filter(({ kind }) => kind === 'block')
    expect(blocks.map(({ finding }) => finding?.key)).toEqual([other.key])
  })
  test('a long practice drills two', () => {
    const blocks = planOf({ minutes: 120 }, findings, [], CLUBS).filter(({ kind }) => kind === 'block')
    expect(blocks.map(({ finding }) => finding?.key)).toEqual(findings.slice(0, 2).map(({ key }) => key))
  })
})

const asked: fc.Arbitrary<Asked> = fc.oneof(
  fc.record({ minutes: fc.double({ min: -10, max: 500, noNaN: true }) }),
  fc.record({ balls: fc.double({ min: -10, max: 500, noNaN: true }) }),
)

test('whatever is asked: balls and minutes add up within bounds, and every part has words', () => {
  fc.assert(
    fc.property(asked, fc.boolean(), fc.boolean(), fc.boolean(), (asked, hasFindings, hasGoals, hasClubs) => {
      const plan = planOf(asked, hasFindings ? findings : [], hasGoals ? [GOAL] : [], hasClubs ? CLUBS : [])
      const balls = plan.reduce((sum, part) => sum + part.balls, 0)
      const minutes = plan.reduce((sum, part) => sum + part.minutes, 0)
      expect(plan.every(part => part.balls > 0 || part.kind === 'notes')).toBe(true)
      expect(balls).toBeLessThanOrEqual(MOST_BALLS)
      if ('balls' in asked && asked.balls >= 15 && asked.balls <= 100)
        expect(balls).toBe(Math.round(asked.balls))
      expect(minutes).toBeGreaterThanOrEqual(LEAST_MINUTES)
      expect(minutes).toBeLessThanOrEqual(MOST_MINUTES)
      const blocked = plan.filter(({ kind }) => kind === 'block').reduce((sum, part) => sum + part.balls, 0)
      expect(blocked).toBeLessThanOrEqual(0.45 * balls)
      for (const part of plan) {
        const { title, says } = sayPart(part, id => id, settingDefaults)
        expect(`${title} ${says}`).not.toMatch(/undefined|null|NaN/)
      }
    }),
  )
})
