import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { figureOf, flightOf } from '../golf/metrics.ts'
import { summarise } from '../golf/stats.ts'
import { display } from '../golf/units.ts'
import { settingDefaults } from '../schema/settings.ts'
import { parseReport } from './report.ts'

/** The real payload, against values worked out by other means. */
const json: unknown = JSON.parse(
  readFileSync(new URL('../../tests/fixtures/uneekor-report-part.json', import.meta.url), 'utf8'),
)
const result = parseReport(json, { report_id: '41511' })
if (result.kind !== 'report') throw new Error(result.says)
const report = result
const sixIron = report.shots.filter(s => s.group_id === '41511_85589')
const wedge = report.shots.filter(s => s.group_id === '41511_85591')

test('gives 20 and 13 shots under the ids of the source, and nothing else', () => {
  expect(report.shots.map(s => s.id).slice(0, 2)).toEqual(['41511_85589_1298333', '41511_85589_1298334'])
  expect([sixIron.length, wedge.length, report.shots.length]).toEqual([20, 13, 33])
  expect([report.setAside, report.warnings, report.repeated]).toEqual([[], [], 0])
})

test('keeps label, club and practice date apart; the date is not that of the upload', () => {
  expect(report.groups.map(g => [g.label, g.club_code, g.source_date])).toEqual([
    ['Iron 6', 'IRON6', '2025-12-26'],
    ['warmup 50', 'WEDGE_50', '2025-12-26'],
  ])
  expect(report.groups[0]?.uploaded_at).toBe('2025-12-27T02:30:13.000Z')
  expect(report.sessions).toEqual([
    { id: '41511:2025-12-26', report_id: '41511', practice_date: '2025-12-26' },
  ])
  expect(report.clubCodes).toEqual(['IRON6', 'WEDGE_50'])
})

test('the first shot, field by field, in SI as the source has it', () => {
  expect(sixIron[0]).toEqual({
    id: '41511_85589_1298333',
    report_id: '41511',
    group_id: '41511_85589',
    fact_source: 3,
    parser_version: 1,
    excluded: 0,
    ball_speed_mps: 53.4,
    club_speed_mps: 39.51,
    carry_m: 165.99,
    total_m: 175.19,
    side_m: 10.14,
    apex_m: 24.53,
    launch_deg: 15.9,
    launch_direction_deg: -0.74,
    descent_deg: 39.69,
    attack_deg: null,
    club_path_deg: -4.39,
    face_deg: -0.34,
    dynamic_loft_deg: null,
    lie_deg: null,
    back_spin_rpm: 6063,
    side_spin_rpm: 938,
    impact_x_mm: null,
    impact_y_mm: null,
    flight_s: 5.78,
    optix_x: null,
    optix_y: null,
    lie_text: null,
    flight_type: 'straight',
    client_shot_id: 439854,
    client_session_id: 6023,
    sensor_name: 'EYEXO',
    uploaded_at: '2025-12-27T02:30:16.000Z',
    source_deleted_at: null,
    source_deleted: 0,
    source_shown: 1,
  })
})

test('13 six irons lack impact and attack; none of these became 0', () => {
  const of = summarise(sixIron, ['impact_x_mm', 'attack_deg', 'dynamic_loft_deg', 'face_deg'])
  expect([of.impact_x_mm.n, of.attack_deg.n, of.dynamic_loft_deg.n, of.face_deg.n]).toEqual([7, 7, 7, 20])
  expect(sixIron.filter(s => s.optix_x !== null)).toHaveLength(7)
  // One shot was struck at x = 0: that zero is measured and stays.
  expect(sixIron.filter(s => s.impact_x_mm === 0)).toHaveLength(1)
})

// Worked out from the file by other means (sorted by hand, Python's statistics).
test('its medians are right to the digit', () => {
  const six = summarise(sixIron, ['carry_m', 'ball_speed_mps', 'smash', 'side_m', 'attack_deg', 'spin_rpm'])
  expect(six.carry_m.median).toBeCloseTo(171.155, 10)
  expect(six.carry_m.spread).toBeCloseTo(11.186217, 6)
  expect(six.ball_speed_mps.median).toBeCloseTo(54.775, 10)
  expect(six.smash.median).toBeCloseTo(1.3432110847, 9)
  expect(six.side_m.median).toBeCloseTo(7.795, 10)
  expect(six.attack_deg.median).toBeCloseTo(-0.76, 10)
  expect(six.spin_rpm.median).toBeCloseTo(6163.566742, 5)
  const w = summarise(wedge, ['carry_m', 'face_to_path_deg', 'attack_deg', 'apex_m'])
  expect(w.carry_m.median).toBe(94.86)
  expect(w.face_to_path_deg.median).toBeCloseTo(7.22, 10)
  expect(w.attack_deg.median).toBe(-5.61)
})

test('and reads so to a golfer in yards and miles an hour', () => {
  const of = summarise(sixIron, ['carry_m', 'ball_speed_mps', 'side_m', 'apex_m'])
  const says = (name: keyof typeof of) => {
    const { value, unit } = display(name, of[name].median, settingDefaults)
    return `${value} ${unit}`
  }
  expect(says('carry_m')).toBe('187 yd')
  expect(says('ball_speed_mps')).toBe('122.5 mph')
  expect(says('side_m')).toBe('9 yd right')
  expect(says('apex_m')).toBe('84 ft')
})

test('a six iron with the face 4.05° open to its path fades', () => {
  const first = sixIron[0]
  if (first === undefined) throw new Error('no shot')
  expect(figureOf(first, 'face_to_path_deg')).toBeCloseTo(4.05, 10)
  expect(flightOf(first, 'right')?.name).toBe('fade')
})
