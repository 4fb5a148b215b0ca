/** Planted faults are found first, golfers without one hear nothing, and a left-hander hears the same. */
import { describe, expect, test } from 'vitest'
import { type Fault, golferOf } from './findings.golfers.ts'
import { findingsOf, followUp, openedOf } from './findings.ts'
import type { FaultKind, Finding } from './findingsRules.ts'
import type { CoachClub } from './findingsSeen.ts'
import { soundOf } from './findingsSound.ts'
import type { SwingName } from './sampleSwings.ts'

const GOLFERS = Number(process.env['RANGEBOOK_TEST_ALL'] ? 400 : 40)

interface Planted {
  readonly what: string
  readonly kind: FaultKind
  readonly code: string
  readonly swing: SwingName
  readonly fault: Fault
  readonly shots?: number
  readonly days?: number
}

const PLANTED: readonly Planted[] = [
  { what: 'slicer by face', kind: 'face', code: 'DRIVER', swing: 'driver', fault: { face_deg: 5 } },
  { what: 'slicer by path', kind: 'path', code: 'IRON7', swing: 'iron7', fault: { path_deg: -6 } },
  { what: 'heel striker', kind: 'strike_side', code: 'DRIVER', swing: 'driver', fault: { heel_mm: 13 } },
  { what: 'steep', kind: 'steep', code: 'IRON7', swing: 'iron7', fault: { attack_deg: -9, fat: 0.14 } },
  {
    what: 'low launch, high spin',
    kind: 'driver_launch',
    code: 'DRIVER',
    swing: 'driver',
    fault: { launch_deg: -5, spin: 1200, attack_deg: -4 },
  },
  {
    what: 'tired after 60 balls',
    kind: 'tired',
    code: 'DRIVER',
    swing: 'driver',
    fault: { tires: 0.06 },
    shots: 100,
    days: 1,
  },
]

const HEALTHY = [
  { code: 'DRIVER', swing: 'driver', shots: 40 },
  { code: 'IRON7', swing: 'iron7', shots: 40 },
  { code: 'IRON8', swing: 'iron8', shots: 40 },
] as const

const share = (n: number) => `${Math.round((1000 * n) / GOLFERS) / 10} %`

describe.each(PLANTED)('$what', ({ what, kind, code, swing, fault, shots = 40, days = 2 }) => {
  test(`is found first by ${GOLFERS} golfers of either hand, in the same words`, () => {
    let first = 0
    for (let seed = 1; seed <= GOLFERS; seed++) {
      const clubs = [{ code, swing, shots, fault }]
      const right = findingsOf(soundOf(golferOf({ hand: 'right', seed, clubs, days })), 'right').findings
      const left = findingsOf(soundOf(golferOf({ hand: 'left', seed, clubs, days })), 'left').findings
      if (right[0]?.kind === kind) first++
      else
        console.log(
          what,
          seed,
          right.map(({ key, cost, evidence }) => [key, cost.strokes, evidence[0].value]),
        )
      expect(left.map(({ key, way }) => [key, way])).toEqual(right.map(({ key, way }) => [key, way]))
    }
    console.log(`${what}: first in ${share(first)} of ${GOLFERS}`)
    expect(first).toBeGreaterThanOrEqual(0.95 * GOLFERS)
  })
})

test('a gap of 25 yd between two irons is found', () => {
  let first = 0
  for (let seed = 1; seed <= GOLFERS; seed++) {
    const { findings } = findingsOf(
      soundOf(
        golferOf({
          hand: 'right',
          seed,
          clubs: [
            { code: 'IRON7', swing: 'iron7', shots: 40 },
            { code: 'IRON8', swing: 'iron8', shots: 40, fault: { carry: 0.93 } },
          ],
        }),
      ),
      'right',
    )
    if (findings[0]?.key === 'gap:code:IRON7:code:IRON8') first++
  }
  console.log(`gap: first in ${share(first)}`)
  expect(first).toBeGreaterThanOrEqual(0.95 * GOLFERS)
})

test('golfers without a fault hear nothing', () => {
  let alarmed = 0
  const kinds: string[] = []
  for (let seed = 1; seed <= 3 * GOLFERS; seed++) {
    const { findings } = findingsOf(soundOf(golferOf({ hand: 'right', seed, clubs: HEALTHY })), 'right')
    if (findings.length > 0) alarmed++
    kinds.push(...findings.map(({ key }) => key))
  }
  console.log(`healthy: ${alarmed} of ${3 * GOLFERS} alarmed`, kinds)
  expect(alarmed).toBeLessThanOrEqual(0.05 * 3 * GOLFERS)
})

describe('shots of another club', () => {
  const bag = (seed: number) =>
    golferOf({
      hand: 'right',
      seed,
      clubs: [
        { code: 'IRON6', swing: 'iron6', shots: 40 },
        { code: 'WEDGE_PITCHING', swing: 'pw', shots: 60 },
      ],
    })
  /** The last of the long irons stand under the wedge: the club was not changed in the software. */
  const mixed = (seed: number, kept = false): { readonly clubs: CoachClub[]; readonly strays: string[] } => {
    const [iron, wedge] = bag(seed)
    if (!iron || !wedge) throw new Error('no clubs')
    const strays = iron.shots.slice(-14).map(shot => ({ ...shot, group_id: 'wedges', kept }))
    const own = wedge.shots.map(shot => ({ ...shot, group_id: 'wedges' }))
    return {
      clubs: [
        { ...iron, shots: iron.shots.slice(0, -14) },
        { ...wedge, shots: [...own, ...strays] },
      ],
      strays: strays.map(({ id }) => id),
    }
  }
  test('are told first, and make no finding', () => {
    let told = 0
    let alarmed = 0
    for (let seed = 1; seed <= GOLFERS; seed++) {
      const { clubs, strays } = mixed(seed)
      const sound = soundOf(clubs)
      const [doubted] = sound.doubted
      const all = new Set(doubted?.shot_ids)
      if (doubted?.to_club_id === 'code:IRON6' && strays.filter(id => all.has(id)).length >= 12) told++
      if (findingsOf(sound, 'right').findings.length > 0) alarmed++
      expect(findingsOf(sound, 'right').doubted).toEqual(sound.doubted)
    }
    console.log(`another club’s shots: told by ${share(told)}, alarmed ${share(alarmed)}`)
    expect(told).toBeGreaterThanOrEqual(0.95 * GOLFERS)
    expect(alarmed).toBeLessThanOrEqual(0.05 * GOLFERS)
  })
  test('that the golfer said count are counted', () => {
    expect(soundOf(mixed(4, true).clubs).doubted).toEqual([])
  })
  test('of a whole bag under one club are a round', () => {
    const [iron, wedge] = bag(5)
    if (!iron || !wedge) throw new Error('no clubs')
    const shots = iron.shots.flatMap((shot, i) => [
      { ...shot, group_id: 'round' },
      { ...shot, id: `${shot.id} chip`, group_id: 'round', ball_speed_mps: 12 + (i % 9) },
    ])
    expect(soundOf([{ ...iron, shots }, wedge]).doubted).toMatchObject([
      { club_id: 'code:IRON6', to_club_id: null, shot_ids: { length: 80 } },
    ])
  })
})

test('seven shots are too few, and it says how many are missing', () => {
  const clubs = golferOf({
    hand: 'right',
    seed: 3,
    days: 1,
    clubs: [{ code: 'DRIVER', swing: 'driver', shots: 5, fault: { face_deg: 8 } }],
  })
  expect(findingsOf(soundOf(clubs), 'right')).toEqual({
    findings: [],
    looked: [{ club_id: 'code:DRIVER', n: 5, missing: 3 }],
    doubted: [],
  })
})

test('a finding keeps the store’s signs: a left-hander’s open face points left', () => {
  const open = (hand: 'right' | 'left'): Finding | undefined =>
    findingsOf(
      soundOf(
        golferOf({
          hand,
          seed: 5,
          clubs: [{ code: 'DRIVER', swing: 'driver', shots: 40, fault: { face_deg: 5 } }],
        }),
      ),
      hand,
    ).findings[0]
  const [right, left] = [open('right'), open('left')]
  expect(right?.way).toBe(1)
  expect(left?.way).toBe(1)
  expect(left?.evidence[0].value).toBeCloseTo(-(right?.evidence[0].value ?? 0), 9)
  expect([left?.goal.low, left?.goal.high]).toEqual([-2, 2])
})

describe('what is worked on', () => {
  const driver = (face_deg: number, first_date: string, seed: number) =>
    golferOf({
      hand: 'right',
      seed,
      first_date,
      clubs: [{ code: 'DRIVER', swing: 'driver', shots: 40, fault: { face_deg } }],
    })
  const [then] = driver(5, '2026-03-01', 7)
  if (!then) throw new Error('no driver')
  const [finding] = findingsOf(soundOf([then]), 'right').findings
  if (!finding) throw new Error('no finding')
  const opened = openedOf(finding)
  const since = (face_deg: number, seed: number) => [
    { ...then, shots: [...then.shots, ...(driver(face_deg, '2026-04-01', seed)[0]?.shots ?? [])] },
  ]

  test('waits for shots', () => {
    expect(followUp(opened, soundOf([then]), 'right')).toMatchObject({ is: 'waits', now: null })
  })
  test('is better where the shots since show it, though the goal is not met', () => {
    expect(followUp(opened, soundOf(since(2.6, 8)), 'right')).toMatchObject({ is: 'better' })
  })
  test('shows no change where there is none, but for one in twenty', () => {
    let moved = 0
    for (let seed = 1; seed <= GOLFERS; seed++) {
      const clubs = [{ code: 'DRIVER', swing: 'driver', shots: 80, fault: { face_deg: 5 } }] as const
      const [driver] = golferOf({ hand: 'right', seed, days: 4, clubs })
      const early = driver?.shots.filter(({ practice_date }) => (practice_date ?? '') < '2026-03-03') ?? []
      if (!driver) throw new Error('no driver')
      const [found] = findingsOf(soundOf([{ ...driver, shots: early }]), 'right').findings
      if (
        found?.kind === 'face' &&
        followUp(openedOf(found), soundOf([driver]), 'right').is !== 'no change shown'
      )
        moved++
    }
    console.log(`no change, yet told one: ${share(moved)}`)
    expect(moved).toBeLessThanOrEqual(0.1 * GOLFERS)
  })
})
