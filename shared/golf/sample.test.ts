import { describe, expect, test } from 'vitest'
import type { ShotFacts } from '../uneekor/facts.ts'
import { parseReport } from '../uneekor/report.ts'
import { daysBetween } from './dates.ts'
import { guessKind } from './kinds.ts'
import type { Figure } from './measures.ts'
import { figureOf } from './metrics.ts'
import { suspicions } from './quality.ts'
import { type SampleReport, sampleReports } from './sample.ts'
import { robustSpread, valuesOf } from './stats.ts'
import { MPH_PER_MPS, YARDS_PER_METRE } from './units.ts'

const last_date = '2025-11-22'

function read(reports: SampleReport[]) {
  return reports.map(({ report_id, payload }) => {
    // Through JSON, as the importer gets it.
    const result = parseReport(JSON.parse(JSON.stringify(payload)), { report_id })
    if (result.kind !== 'report') throw new Error(result.says)
    return result
  })
}

const reports = read(sampleReports({ last_date, seed: 1 }))
const shots = reports.flatMap(report => report.shots)
const groups = reports.flatMap(report => report.groups)
const groupById = new Map(groups.map(group => [group.id, group]))
const labelOf = (shot: ShotFacts) => groupById.get(shot.group_id ?? '')?.label ?? ''
const withClub = (code: string) =>
  shots.filter(s => groupById.get(s.group_id ?? '')?.club_code === code && labelOf(s) !== '1/2 Swing')
const halfSwings = shots.filter(s => labelOf(s) === '1/2 Swing')

test('2,000 shots on 20 dates over four months, ending at the date asked for', () => {
  const dates = reports.flatMap(report => report.sessions.map(s => s.practice_date ?? ''))
  expect(shots).toHaveLength(2000)
  expect(new Set(dates).size).toBe(20)
  expect(dates.toSorted()).toEqual(dates)
  expect(dates.at(-1)).toBe(last_date)
  expect(daysBetween(dates[0] ?? '', last_date)).toBe(119)
})

test('the importer takes every shot of it, without a word', () => {
  for (const report of reports) {
    expect([report.setAside, report.warnings, report.repeated]).toEqual([[], [], 0])
  }
  expect(new Set(shots.map(s => s.id)).size).toBe(2000)
})

test('the same seed and date give the same bytes, another seed others', () => {
  const bytes = (seed: number, date = last_date) => JSON.stringify(sampleReports({ last_date: date, seed }))
  expect(bytes(1)).toBe(bytes(1))
  expect(bytes(2)).not.toBe(bytes(1))
  expect(bytes(1, '2024-02-29')).not.toBe(bytes(1))
})

const YD = YARDS_PER_METRE
const MPH = MPH_PER_MPS

describe.each([
  // golf.md, "What real data looks like": mean and standard deviation.
  [
    'DRIVER',
    { ball: [159.8, 4.7], carry: [285, 24], launch: [13.6, 2.4], spin: [2007, 823], side: [5.6, 25] },
  ],
  ['IRON6', { ball: [124, 6.6], carry: [192, 14], launch: [16.8, 1.6], spin: [5818, 594], side: [5.5, 10] }],
  ['IRON8', { ball: [110.5, 8.2], carry: [157, 16], launch: [20.3, 2.1], spin: [7404, 704], side: [4.6, 8] }],
  [
    'WEDGE_PITCHING',
    { ball: [106.8, 4.6], carry: [151, 7], launch: [24, 2.1], spin: [9189, 722], side: [-0.7, 7] },
  ],
  [
    'WEDGE_50',
    { ball: [85.8, 6.2], carry: [112, 11], launch: [28.4, 2.2], spin: [9462, 986], side: [0.2, 4] },
  ],
  [
    'WEDGE_56',
    { ball: [69.4, 11], carry: [82, 20], launch: [32.4, 3.4], spin: [7290, 1680], side: [0.5, 4] },
  ],
  [
    'half 7 iron',
    { ball: [49.6, 3.7], carry: [46, 6], launch: [31.8, 3.3], spin: [6433, 889], side: [0, 2] },
  ],
])('%s is swung as the real golfer swings it', (code, real) => {
  const swings = code === 'half 7 iron' ? halfSwings : withClub(code)
  const figures = [
    ['ball', 'ball_speed_mps', MPH],
    ['carry', 'carry_m', YD],
    ['launch', 'launch_deg', 1],
    ['spin', 'spin_rpm', 1],
    ['side', 'side_m', YD],
  ] as const satisfies readonly (readonly [keyof typeof real, Figure, number])[]

  test.each(figures)('%s', (name, figure, factor) => {
    const values = valuesOf(swings, figure).map(value => value * factor)
    const [mean, sd] = real[name] as [number, number]
    expect(values.length).toBeGreaterThanOrEqual(100)
    // Mishits pull means down; the side is a bias of a few yards.
    const room = name === 'side' ? 6 : Math.max(0.05 * mean, 0.5 * sd)
    expect(Math.abs(meanOf(values) - mean)).toBeLessThan(room)
    expect(sdOf(values)).toBeGreaterThan(0.5 * sd)
    expect(sdOf(values)).toBeLessThan(2 * sd)
  })

  test('a faster ball flies farther', () => {
    const pairs = swings.map(s => [s.ball_speed_mps ?? 0, s.carry_m ?? 0] as const)
    expect(correlation(pairs)).toBeGreaterThan(0.6)
  })
})

describe('the physics hold', () => {
  const straight = shots.flatMap(s => {
    const [ftp, axis] = [figureOf(s, 'face_to_path_deg'), figureOf(s, 'spin_axis_deg')]
    return ftp === null || axis === null ? [] : [[ftp, axis] as const]
  })

  test('a face open to the path tilts the spin that way', () => {
    expect(correlation(straight)).toBeGreaterThan(0.3)
  })

  test('the ball starts near the face', () => {
    const starts = shots.flatMap(s =>
      s.face_deg === null ? [] : [[s.face_deg, s.launch_direction_deg ?? 0] as const],
    )
    expect(correlation(starts)).toBeGreaterThan(0.9)
  })

  test('the heel of the driver slices', () => {
    const strikes = withClub('DRIVER').flatMap(s => {
      const axis = figureOf(s, 'spin_axis_deg')
      return s.impact_x_mm === null || axis === null ? [] : [[s.impact_x_mm, axis] as const]
    })
    expect(correlation(strikes)).toBeLessThan(-0.3)
  })

  test('hardly a shot is impossible, and some are mishits', () => {
    const found = groups.flatMap(g =>
      suspicions(
        shots.filter(s => s.group_id === g.id),
        g.club_code,
      ),
    )
    const share = (kind: string) => found.filter(s => s.kind === kind).length / shots.length
    expect(share('misread')).toBeLessThan(0.01)
    expect(share('mishit')).toBeGreaterThan(0.01)
    expect(share('mishit')).toBeLessThan(0.1)
  })
})

test('values are missing as often as in the real payload, impact and attack together', () => {
  const missing = (figure: 'impact_x_mm' | 'attack_deg' | 'face_deg' | 'carry_m') =>
    shots.filter(s => s[figure] === null).length / shots.length
  // 19, 16 and 3 of 51.
  expect(missing('impact_x_mm')).toBeCloseTo(19 / 51, 1)
  expect(missing('attack_deg')).toBeCloseTo(16 / 51, 1)
  expect(missing('face_deg')).toBeCloseTo(3 / 51, 1)
  expect(missing('carry_m')).toBe(0)
  expect(shots.filter(s => s.attack_deg === null && s.impact_x_mm !== null)).toEqual([])
})

test('the golfer improves: the last third misses the driver’s line by less than the first', () => {
  const third = (from: number, to: number) => {
    const ids = new Set(reports.slice(from, to).map(report => report.report.id))
    return (
      robustSpread(
        valuesOf(
          withClub('DRIVER').filter(s => ids.has(s.report_id ?? '')),
          'side_m',
        ),
      ) ?? 0
    )
  }
  expect(third(13, 20)).toBeLessThan(third(0, 7))
})

test('labels tell as little as real ones: a round under IRON1, drills, tests, warm-ups', () => {
  const kindOf = (label: string) => {
    const group = groups.find(g => g.label === label)
    const own = shots.filter(s => s.group_id === group?.id)
    return guessKind(label, { clubCodes: [group?.club_code ?? ''], shots: own })
  }
  expect(kindOf('Sgt Rd1')).toBe('round')
  expect(kindOf('tempo towel 8')).toBe('drill')
  expect(kindOf('1/2 Swing')).toBe('drill')
  expect(kindOf('Bag Mapping')).toBe('test')
  expect(kindOf('Warmup')).toBe('warm-up')
  const drillDay = reports.find(report => report.groups.every(g => g.label === 'tempo towel 8'))
  expect(drillDay?.groups.map(g => g.club_code)).toEqual(['IRON6', 'IRON8'])
})

test('the round keeps one wrong club over the carries of a whole bag', () => {
  const carries = valuesOf(withClub('IRON1'), 'carry_m').map(m => m * YD)
  // golf.md: 129 ± 89 yd.
  expect(carries.length).toBeGreaterThan(70)
  expect(Math.abs(meanOf(carries) - 129)).toBeLessThan(25)
  expect(Math.abs(sdOf(carries) - 89)).toBeLessThan(20)
})

test('groups and shots come newest first, as the source sends them', () => {
  for (const report of reports) {
    const order = report.groups.map(g => g.client_session_id ?? 0)
    expect(order).toEqual(order.toSorted((a, b) => b - a))
    const own = report.shots.filter(s => s.group_id === report.groups[0]?.id).map(s => s.client_shot_id ?? 0)
    expect(own).toEqual(own.toSorted((a, b) => b - a))
  }
})

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function sdOf(values: readonly number[]): number {
  const mean = meanOf(values)
  return Math.sqrt(meanOf(values.map(value => (value - mean) ** 2)))
}

function correlation(pairs: readonly (readonly [number, number])[]): number {
  const [xs, ys] = [pairs.map(p => p[0]), pairs.map(p => p[1])]
  const [mx, my] = [meanOf(xs), meanOf(ys)]
  return meanOf(pairs.map(([x, y]) => (x - mx) * (y - my))) / (sdOf(xs) * sdOf(ys))
}
