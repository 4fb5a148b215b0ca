import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { firstClock, tick } from '../sync/clock.ts'
import { mergeRows, type State, sortedJson } from '../sync/merge.ts'
import { type GolfStatsRow, type GolfStatsTables, readGolfStats } from './golf_stats.ts'

const read = (tables: GolfStatsTables) => readGolfStats(tables)
const LOWEST = '0000000000000000-0000-golf_stats'

/** As the earlier system wrote it: carry in yards, speeds in mph, side and apex in metres. */
const ROW: GolfStatsRow = {
  shot_id: '4711_22_333',
  session_id: '4711',
  date_added: '2025-11-25 18:20:01',
  session_date: '2025-11-22T00:00:00',
  session_type: null,
  club: 'IRON7 | MEDIUM',
  carry: 165,
  total: 172,
  smash: 1.37,
  club_path: 3,
  face_angle: 0.5,
  ball_speed: 118,
  club_speed: 86,
  side_spin: -500,
  back_spin: 6200,
  launch_angle: 17,
  side_angle: -1.5,
  dynamic_loft: 22,
  attack_angle: -4.2,
  impact_x: -4,
  impact_y: -2,
  side_distance: -12.5,
  descent_angle: 47,
  apex: 29.5,
  flight_time: 6,
  shot_type: 'draw',
  optix_x: 0.08,
  optix_y: -0.13,
  club_lie: 2.25,
  lie_angle: 'UP 2.25',
}

describe("the earlier system's database", () => {
  test('yards and mph become SI, side and apex were metres all along', () => {
    const shot = read({ shots: [ROW] }).shots[0]
    expect(shot?.carry_m).toBeCloseTo(150.876, 9)
    expect(shot?.total_m).toBeCloseTo(157.2768, 9)
    expect(shot?.ball_speed_mps).toBeCloseTo(52.75072, 9)
    expect(shot?.club_speed_mps).toBeCloseTo(38.44544, 9)
    expect(shot).toMatchObject({
      id: '4711_22_333',
      report_id: '4711',
      group_id: '4711_22',
      fact_source: 1,
      side_m: -12.5,
      apex_m: 29.5,
      impact_x_mm: -4,
      lie_deg: 2.25,
      lie_text: 'UP 2.25',
      flight_type: 'draw',
      excluded: 0,
      clocks: '{}',
    })
  })

  test('zeros that mean missing are missing, other zeros are zero', () => {
    const shot = read({
      shots: [
        {
          ...ROW,
          club_speed: 0,
          impact_x: 0,
          impact_y: 0,
          attack_angle: 0,
          dynamic_loft: 0,
          club_lie: 0,
          lie_angle: null,
          face_angle: 0,
          carry: 99999,
        },
      ],
    }).shots[0]
    expect(shot).toMatchObject({
      club_speed_mps: null,
      impact_x_mm: null,
      impact_y_mm: null,
      optix_x: null,
      attack_deg: null,
      dynamic_loft_deg: null,
      lie_deg: null,
      face_deg: 0,
      carry_m: null,
    })
    expect(read({ shots: [{ ...ROW, impact_x: 0, attack_angle: 0 }] }).shots[0]).toMatchObject({
      impact_x_mm: 0,
      impact_y_mm: -2,
      attack_deg: 0,
    })
  })

  test('the practice date is taken as written; a moment of import is none', () => {
    const date = (session_date: unknown) => read({ shots: [{ ...ROW, session_date }] }).sessions[0]
    expect(date('2025-11-22T00:00:00+00:00')).toMatchObject({
      id: '4711:2025-11-22',
      practice_date: '2025-11-22',
      clocks: '{}',
    })
    expect(date('2025-11-22')?.practice_date).toBe('2025-11-22')
    expect(date('2025-11-22 19:00:00')?.practice_date).toBe('2025-11-22')
    expect(date('2025-11-25 18:20:01.123')).toMatchObject({ id: '4711:unknown', practice_date: null })
    expect(date(null)?.practice_date).toBeNull()
    expect(date('2025-02-31')?.practice_date).toBeNull()
    expect(read({ shots: [{ ...ROW, session_date: '2025-11-25 18:20:01' }] }).warnings).toHaveLength(1)
  })

  test('a label that is a club gives the club, any other stays a label and tells the kind', () => {
    const group = (club: string) => read({ shots: [{ ...ROW, club }] }).groups[0]
    expect(group('IRON7 | MEDIUM')).toMatchObject({ club_code: 'IRON7', label: null, kind: 'practice' })
    expect(group('56')).toMatchObject({ club_code: 'WEDGE_56', label: null })
    expect(group('Warmup')).toMatchObject({
      club_code: null,
      club_name: null,
      label: 'Warmup',
      kind: 'warm-up',
    })
    expect(group('Sgt Rd1')).toMatchObject({ label: 'Sgt Rd1', kind: 'round' })
    expect(group('M 7')).toMatchObject({ club_code: null, label: 'M 7' })
    const later = { ...ROW, club: 'dst compressor 8', club_name_std: 'IRON8' }
    expect(read({ shots: [later] }).groups[0]).toMatchObject({
      club_code: 'IRON8',
      club_name: 'IRON8',
      label: 'dst compressor 8',
      kind: 'drill',
    })
  })

  test('tags, notes and a club given by the golfer are edits with the lowest clock', () => {
    const { shots } = read({
      shots: [
        ROW,
        { ...ROW, shot_id: '4711_22_334' },
        {
          ...ROW,
          shot_id: '4711_22_335',
          club: '8 iron',
          original_club_value: 'IRON7 | MEDIUM',
          shot_tag: 'warmup, good',
          notes: ' thin ',
        },
      ],
      tag_catalog: [{ tag: 'Warmup', is_default: 1 }],
    })
    expect(shots[2]).toMatchObject({
      club_id: 'code:IRON8',
      tags: '["Warmup","good"]',
      notes: 'thin',
      clocks: `{"club_id":"${LOWEST}","notes":"${LOWEST}","tags":"${LOWEST}"}`,
    })
    expect(shots[0]).toMatchObject({ club_id: null, clocks: '{}' })
  })

  test('a deleted shot comes with its facts into the trash, one whose data are damaged as a mark alone', () => {
    const { shots, groups } = read({
      shots: [ROW],
      shots_archive: [
        {
          shot_id: '4711_22_400',
          session_id: '4711',
          deleted_at: '2025-12-01 10:00:00',
          original_data: JSON.stringify({ ...ROW, shot_id: 'x' }),
        },
        { shot_id: '4711_22_401', session_id: '4711', deleted_at: null, original_data: '{"shot' },
        {
          shot_id: '4711_22_333',
          session_id: '4711',
          deleted_at: '2025-12-01 10:00:00',
          original_data: '{}',
        },
      ],
    })
    expect(shots.map(s => [s.id, s.deleted_at, s.fact_source])).toEqual([
      ['4711_22_333', null, 1],
      ['4711_22_400', '2025-12-01T10:00:00.000Z', 1],
      ['4711_22_401', '1970-01-01T00:00:00.000Z', null],
    ])
    expect(shots[1]?.carry_m).toBeCloseTo(150.876, 9)
    expect(shots[1]?.clocks).toBe(`{"deleted_at":"${LOWEST}"}`)
    expect(groups).toHaveLength(1)
  })

  test('facts of a payload win over these, edits stay, and no guess of either beats them', () => {
    const old = read({ shots: [{ ...ROW, shot_tag: 'good' }] }).shots[0]
    const payload = { ...old, fact_source: 3, carry_m: 151.2, tags: null, clocks: '{}' }
    const merged = mergeRows('shots', old as State, payload as State)
    expect(merged).toMatchObject({ carry_m: 151.2, fact_source: 3, tags: '["good"]' })
  })

  test('the first edit of any device beats its edits', () => {
    const old = read({ shots: [{ ...ROW, shot_tag: 'good' }] }).shots[0]
    const edited = { ...old, tags: null, clocks: sortedJson({ tags: tick(firstClock('a'), 1) }) }
    expect(mergeRows('shots', old as State, edited as State)['tags']).toBeNull()
  })

  test('a row whose numbers are none is refused with the column; a database of an earlier version is read', () => {
    const bare = { shot_id: '1_2_3', session_id: '1', club: 'Driver', carry: 240, ball_speed: 150 }
    const { shots, refused } = read({ shots: [{ ...ROW, carry: 'far' }, bare, { ...ROW, shot_id: null }] })
    expect(refused).toEqual([
      { place: 'shots, row 1', reason: 'carry is no number: “far”.', row: { ...ROW, carry: 'far' } },
      { place: 'shots, row 3', reason: 'It has no shot_id.', row: { ...ROW, shot_id: null } },
    ])
    expect(shots.map(s => [s.id, s.apex_m])).toEqual([['1_2_3', null]])
  })

  test('never throws, and reads or refuses every row', () => {
    const value = fc.oneof(
      fc.constantFrom(null, 0, 99999, '', 'x', '1_2_3', '2025-01-01'),
      fc.double(),
      fc.string(),
      fc.uint8Array(),
    )
    const row = fc.dictionary(
      fc.constantFrom(...Object.keys(ROW), 'shot_tag', 'notes', 'excluded', 'original_data', 'deleted_at'),
      value,
    )
    fc.assert(
      fc.property(fc.array(row), fc.array(row), (shots, shots_archive) => {
        const reading = read({ shots: shots.map((r, i) => ({ ...r, shot_id: `1_2_${i}` })), shots_archive })
        expect(reading.shots.length + reading.refused.length).toBeGreaterThanOrEqual(shots.length)
        for (const shot of reading.shots) JSON.parse(shot.clocks)
      }),
    )
  })
})
