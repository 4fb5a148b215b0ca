import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Measures } from '../schema/rows.ts'
import { parseReport } from '../uneekor/report.ts'
import { fly } from './flight.ts'
import { measureNames } from './measures.ts'
import { roundSuspicion, type ShotToCheck, suspicions } from './quality.ts'

const nothing = Object.fromEntries(measureNames.map(name => [name, null])) as unknown as Measures

/** A seven iron as it should be, with the carry that its flight gives. */
function sevenIron(id: string, measures: Partial<Measures> = {}): ShotToCheck {
  const shot = {
    ...nothing,
    ball_speed_mps: 52,
    club_speed_mps: 39,
    launch_deg: 18,
    back_spin_rpm: 6600,
    side_spin_rpm: 0,
    ...measures,
  }
  const { ball_speed_mps, launch_deg, back_spin_rpm } = shot
  const flown = fly({
    ball_speed_mps: ball_speed_mps ?? 0,
    launch_deg: launch_deg ?? 0,
    spin_rpm: back_spin_rpm ?? 0,
  })
  return { ...shot, id, carry_m: measures.carry_m === undefined ? flown.carry_m : measures.carry_m }
}

/** Ten that differ as ten do. */
const ten = Array.from({ length: 10 }, (_, i) =>
  sevenIron(`ok${i}`, { ball_speed_mps: 51 + (i % 4) * 0.5, club_speed_mps: 38.5 + (i % 3) * 0.4 }),
)
const kindsOf = (shots: ShotToCheck[], code: string | null) =>
  suspicions(shots, code).map(s => [s.shot_id, s.kind])

describe('nothing is wrong', () => {
  test('with ten ordinary shots', () => {
    expect(suspicions(ten, 'IRON7')).toEqual([])
  })

  test('with the 33 real ones, whose nulls are normal', () => {
    const json = JSON.parse(
      readFileSync(new URL('../../tests/fixtures/uneekor-report-part.json', import.meta.url), 'utf8'),
    )
    const report = parseReport(json, { report_id: '41511' })
    if (report.kind !== 'report') throw new Error(report.says)
    for (const group of report.groups) {
      const shots = report.shots.filter(s => s.group_id === group.id)
      expect(suspicions(shots, group.club_code)).toEqual([])
    }
  })

  test('with a shot of which nothing was measured', () => {
    expect(suspicions([...ten, { ...nothing, id: 'none' }], 'IRON7')).toEqual([])
  })
})

describe('misread', () => {
  test.each([
    [
      'a smash past what the club gives',
      { club_speed_mps: 35 },
      'Smash factor 1.49: more than a 7 iron can give.',
    ],
    ['a carry past its club’s', { carry_m: 215 }, 'Carry: farther than a 7 iron flies.'],
    [
      'a start downwards with 60 m of carry',
      { launch_deg: -6, carry_m: 60 },
      'It started downwards, and yet it flew.',
    ],
    ['no spin over 100 m', { back_spin_rpm: 0, carry_m: 100 }, 'It flew far without any spin.'],
    [
      'a carry that such a ball can’t have',
      { carry_m: 60 },
      'Carry does not fit ball speed, launch and spin.',
    ],
  ])('%s', (_, measures, says) => {
    expect(suspicions([...ten, sevenIron('bad', measures)], 'IRON7')).toEqual([
      { shot_id: 'bad', kind: 'misread', says },
    ])
  })

  test('the limits are the club’s: a driver may have the smash that an iron may not', () => {
    const shot = sevenIron('x', { club_speed_mps: 35, launch_deg: 12, back_spin_rpm: 2600 })
    expect(kindsOf([shot], 'IRON7')).toEqual([['x', 'misread']])
    expect(kindsOf([shot], 'DRIVER')).toEqual([])
    // A club that nobody knows is held to the widest.
    expect(kindsOf([shot], null)).toEqual([])
    expect(kindsOf([shot], 'CHIPPER')).toEqual([])
  })

  test('what a misread says of an eight iron is English', () => {
    expect(suspicions([sevenIron('x', { club_speed_mps: 30 })], 'IRON8')[0]?.says).toContain('an 8 iron')
  })
})

describe('mishit, partial, half', () => {
  test('carry and smash far below the others: a mishit', () => {
    const top = sevenIron('top', { ball_speed_mps: 38, launch_deg: 12 })
    expect(kindsOf([...ten, top], 'IRON7')).toEqual([['top', 'mishit']])
  })

  test('slow, but struck as well as the others: a partial swing, and no mishit', () => {
    const easy = sevenIron('easy', { ball_speed_mps: 33, club_speed_mps: 25 })
    expect(kindsOf([...ten, easy], 'IRON7')).toEqual([['easy', 'partial']])
  })

  test('a whole group of half swings has nothing wrong with it', () => {
    const half = ten.map((s, i) =>
      sevenIron(s.id, { ball_speed_mps: 22 + (i % 3) * 0.5, club_speed_mps: 21, launch_deg: 30 }),
    )
    expect(suspicions(half, 'IRON7')).toEqual([])
  })

  test('under eight shots a share of the median is asked, under three nothing', () => {
    const bad = sevenIron('bad', { ball_speed_mps: 34, launch_deg: 10 })
    expect(kindsOf([...ten.slice(0, 4), bad], 'IRON7')).toEqual([['bad', 'mishit']])
    expect(kindsOf([ten[0] ?? bad, bad], 'IRON7')).toEqual([])
  })

  test('a spread of nothing does not make every other shot suspicious', () => {
    const same = ten.map(s => sevenIron(s.id))
    expect(suspicions([...same, sevenIron('near', { ball_speed_mps: 51.5 })], 'IRON7')).toEqual([])
  })
})

describe('a simulator round under one club', () => {
  const round = Array.from({ length: 24 }, (_, i) => {
    const [ball_speed_mps = 0, club_speed_mps = 0, launch_deg = 0, back_spin_rpm = 0] =
      [
        [70, 49, 13, 2400],
        [52, 39, 18, 6600],
        [21, 21, 32, 6000],
        [46, 38, 25, 9000],
      ][i % 4] ?? []
    return sevenIron(`r${i}`, { ball_speed_mps, club_speed_mps, launch_deg, back_spin_rpm })
  })

  test('is said of the group', () => {
    expect(roundSuspicion(round, ['IRON1'])).toMatch(/simulator round/)
    expect(roundSuspicion(ten, ['IRON7'])).toBe(null)
    expect(roundSuspicion(round, ['DRIVER', 'IRON7'])).toBe(null)
  })

  test('and its chips are no mishits', () => {
    expect(suspicions(round, 'IRON1')).toEqual([])
  })
})

describe('the flight behind the check', () => {
  test('gives the carry, apex, descent and time of the real shots within a few percent', () => {
    const json: { shots: Record<string, number>[] }[] = JSON.parse(
      readFileSync(new URL('../../tests/fixtures/uneekor-report-part.json', import.meta.url), 'utf8'),
    )
    const shots = json.flatMap(group => group.shots)
    expect(shots.length).toBe(33)
    for (const s of shots) {
      const flown = fly({
        ball_speed_mps: s['ball_speed'] ?? 0,
        launch_deg: s['launch_angle'] ?? 0,
        spin_rpm: Math.hypot(s['back_spin'] ?? 0, s['side_spin'] ?? 0),
      })
      expect(Math.abs(flown.carry_m / (s['carry_distance'] ?? 0) - 1)).toBeLessThan(0.04)
      expect(Math.abs(flown.apex_m / (s['apex'] ?? 0) - 1)).toBeLessThan(0.06)
      expect(Math.abs(flown.descent_deg - (s['decent_angle'] ?? 0))).toBeLessThan(1.5)
      expect(Math.abs(flown.flight_s / (s['flight_time'] ?? 0) - 1)).toBeLessThan(0.05)
    }
  })

  test('ends for every launch, also straight down, at no speed, and spun like a top', () => {
    for (const launch of [
      { ball_speed_mps: 0, launch_deg: 0, spin_rpm: 0 },
      { ball_speed_mps: 50, launch_deg: -90, spin_rpm: 3000 },
      { ball_speed_mps: 99_000, launch_deg: 45, spin_rpm: 99_000 },
      { ball_speed_mps: -50, launch_deg: 10, spin_rpm: -9000 },
    ]) {
      const flown = fly(launch)
      expect(Number.isFinite(flown.carry_m) && Number.isFinite(flown.apex_m)).toBe(true)
    }
  })
})
