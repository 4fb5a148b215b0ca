import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Measure, Shot } from '../schema/rows.ts'
import { readCsv } from './csv.ts'
import { makers } from './makers.ts'
import type { Mapping } from './mapping.ts'
import { applyMapping, type FileReading, type ReadOptions, recognise } from './read_file.ts'
import type { Overrides } from './verdict.ts'

const fixture = (name: string) => readFileSync(`tests/fixtures/files/${name}`, 'utf8')
const options = (file_name: string): ReadOptions => ({
  file_name,
  today: '2026-11-24',
  now: '2026-11-24T12:00:00.000Z',
})

function read(
  text: string,
  name = 'shots.csv',
  overrides: Overrides = {},
  change?: (m: Mapping) => Mapping,
): FileReading {
  const found = recognise(text)
  if (!found.ok) throw new Error(found.problem.says)
  const mapping = change ? change(found.value.mapping) : found.value.mapping
  const reading = applyMapping(found.value.sheet, mapping, { ...options(name), overrides })
  if (!reading.ok) throw new Error(reading.problem.says)
  return reading.value
}
const verdict = (reading: FileReading, what: string) => reading.verdicts.find(v => v.what === what)

/** The three invented shots of the fixtures, worked out by hand: yd × 0.9144, mph × 0.44704, ft × 0.3048. */
const DRIVER: Partial<Shot> = {
  ball_speed_mps: 67.056,
  club_speed_mps: 45.59808,
  carry_m: 219.456,
  total_m: 239.5728,
  side_m: 26.5176,
  apex_m: 27.432,
  launch_deg: 13,
  launch_direction_deg: 2,
  descent_deg: 38,
  attack_deg: -1,
  club_path_deg: -2,
  face_deg: 1.5,
  dynamic_loft_deg: 14,
  back_spin_rpm: 2500,
  side_spin_rpm: 600,
  impact_x_mm: 5,
  impact_y_mm: 3,
  flight_s: 6.3,
}
const IRON: Partial<Shot> = {
  ball_speed_mps: 52.75072,
  club_speed_mps: 38.44544,
  carry_m: 150.876,
  total_m: 157.2768,
  side_m: -12.3444,
  apex_m: 29.2608,
  launch_deg: 17,
  launch_direction_deg: -1.5,
  descent_deg: 47,
  attack_deg: -4.2,
  club_path_deg: 3,
  face_deg: 0.5,
  dynamic_loft_deg: 22,
  back_spin_rpm: 6200,
  side_spin_rpm: -500,
  impact_x_mm: -4,
  impact_y_mm: -2,
  flight_s: 6,
}

/** Every measure the format has, to nine digits; the others are null. */
function expectShot(
  shot: Shot | undefined,
  truth: Partial<Shot>,
  without: readonly Measure[] = [],
  digits = 9,
) {
  for (const [name, value] of Object.entries(truth) as [Measure, number][]) {
    if (without.includes(name)) expect(shot?.[name], name).toBeNull()
    else expect(shot?.[name], name).toBeCloseTo(value, digits)
  }
}
const clubs = (reading: FileReading) => reading.groups.map(g => g.club_code)
const NO_STRIKE: Measure[] = ['impact_x_mm', 'impact_y_mm']

describe('a file that is read by itself', () => {
  test('Uneekor VIEW: yards, mph and feet without a unit, R and L, its date in the file name, no club', () => {
    const file = read(fixture('26.0113.052242.csv'), '26.0113.052242.csv')
    expect(file.maker).toBe('uneekor-view')
    expectShot(file.shots[2], DRIVER)
    expectShot(file.shots[1], IRON)
    expect(file.sessions.map(s => s.practice_date)).toEqual(['2026-01-13'])
    expect(clubs(file)).toEqual([null])
    expect(verdict(file, 'unit:apex_m')).toMatchObject({ decided: 'ft', says: 'Apex read as feet.' })
    // Newest first in the file; in time the other way round.
    expect(file.shots.map(s => s.client_shot_id)).toEqual([4, 3, 2, 1])
  })

  test('Uneekor VIEW: a row blank after ball speed keeps what it has, -- is missing', () => {
    const blank = read(fixture('26.0113.052242.csv'), '26.0113.052242.csv').shots[3]
    expect(blank).toMatchObject({ carry_m: null, launch_deg: null, back_spin_rpm: null, impact_x_mm: null })
    expect(blank?.ball_speed_mps).toBeCloseTo(124.1 * 0.44704, 9)
  })

  test('Garmin on iOS: side spin runs against curve and is turned, axis is not', () => {
    const file = read(fixture('garmin-ios.csv'))
    expect(file.maker).toBe('garmin')
    const without: Measure[] = [...NO_STRIKE, 'descent_deg', 'dynamic_loft_deg', 'flight_s']
    expectShot(file.shots[0], DRIVER, without)
    expectShot(file.shots[1], IRON, without)
    expect(verdict(file, 'sign:side_spin_rpm')).toMatchObject({
      decided: 'reversed',
      by: 'physics',
      notable: true,
    })
    expect(verdict(file, 'sign:spin_axis_deg')).toMatchObject({ decided: 'as written' })
    expect(clubs(file)).toEqual(['DRIVER', 'IRON7', 'WEDGE_PITCHING'])
    expect(file.shots[0]).toMatchObject({ tags: '["range"]', notes: 'constructed file', excluded: 0 })
    expect(file.sessions.map(s => s.practice_date)).toEqual(['2026-04-19'])
  })

  test('Garmin on Android: side spin and axis are both turned', () => {
    const file = read(fixture('garmin-android.csv'))
    expectShot(file.shots[0], DRIVER, [...NO_STRIKE, 'descent_deg', 'dynamic_loft_deg', 'flight_s'])
    expect(verdict(file, 'sign:side_spin_rpm')?.decided).toBe('reversed')
    expect(verdict(file, 'sign:spin_axis_deg')).toMatchObject({
      says: 'Spin axis: sign reversed in this file. By the way the ball curved.',
      decided: 'reversed',
    })
  })

  test('Garmin in German: semicolons, decimal commas, metres, the day first', () => {
    const file = read(fixture('garmin-german.csv'))
    // Two decimals of km/h and metres in the file.
    expectShot(file.shots[0], DRIVER, [...NO_STRIKE, 'descent_deg', 'dynamic_loft_deg', 'flight_s'], 1)
    expect(file.shots[0]?.carry_m).toBe(219.46)
    expect(file.sessions.map(s => s.practice_date)).toEqual(['2025-11-26'])
    expect(clubs(file)).toEqual(['DRIVER', 'IRON7', 'WEDGE_PITCHING'])
    expect(verdict(file, 'decimal')?.decided).toBe('comma')
  })

  test('Garmin in a language nobody taught us: by the place of its columns, and never by itself', () => {
    const lines = fixture('garmin-ios.csv').split('\n')
    const thai = lines[0]
      ?.split(',')
      .map((_, i) => `หัวข้อ${String.fromCodePoint(0xe01 + i)}`)
      .join(',')
    const found = recognise([thai, ...lines.slice(1)].join('\n'))
    expect(found.ok && found.value).toMatchObject({ by_itself: false, maker_name: 'Garmin Golf' })
    const file = read([thai, ...lines.slice(1)].join('\n'))
    expect(file.shots[1]?.carry_m).toBeCloseTo(150.876, 9)
    expect(clubs(file)).toEqual(['DRIVER', 'IRON7', 'WEDGE_PITCHING'])
  })

  test('TrackMan: spin parted by its axis, apex in feet beside carry in yards, Use In Stat kept', () => {
    const file = read(fixture('trackman.csv'))
    expect(file.maker).toBe('trackman')
    expectShot(file.shots[0], {
      ...DRIVER,
      back_spin_rpm: 2571 * Math.cos((13.5 * Math.PI) / 180),
      side_spin_rpm: 2571 * Math.sin((13.5 * Math.PI) / 180),
    })
    expect(file.shots.map(s => s.excluded)).toEqual([0, 0, 1])
    expect(file.shots[0]?.tags).toBe('["wind","uphill"]')
    // 8/7/2023 with PM: nothing in the file settles it, so that is said and can be turned.
    expect(verdict(file, 'date_order')).toMatchObject({ decided: 'month-first', notable: true })
    expect(file.sessions[0]?.practice_date).toBe('2023-08-07')
    const turned = read(fixture('trackman.csv'), 'shots.csv', { date_order: 'day-first' })
    expect(turned.sessions[0]?.practice_date).toBe('2023-07-08')
    expect(turned.shots.map(s => s.id)).toEqual(file.shots.map(s => s.id))
  })
})

describe('a file that is proposed for the mapping screen', () => {
  const SPLIT = {
    back_spin_rpm: 2571 * Math.cos((13.5 * Math.PI) / 180),
    side_spin_rpm: 2571 * Math.sin((13.5 * Math.PI) / 180),
  }

  test('Rapsodo: a title, headings again for each club, Average and Std. Dev. left out', () => {
    const file = read(fixture('rapsodo.csv'))
    expect(file.maker).toBe('rapsodo')
    expect(file.shots).toHaveLength(6)
    const truth = { ...DRIVER, ...SPLIT, side_m: 22.86 }
    expectShot(file.shots[0], truth, [...NO_STRIKE, 'face_deg', 'dynamic_loft_deg', 'flight_s'])
    expect(clubs(file)).toEqual(['DRIVER', 'IRON7', 'WEDGE_PITCHING'])
    expect(file.sessions.map(s => s.practice_date)).toEqual(['2026-04-24'])
    expect(file.skipped.filter(s => s.what === 'summary')).toHaveLength(6)
  })

  test('Mevo: spin without an axis is back spin, side unknown; the golfer is asked for the date', () => {
    const file = read(fixture('mevo.csv'))
    expect(file.shots[0]).toMatchObject({ back_spin_rpm: 2571, side_spin_rpm: null })
    expect(file.shots[0]?.apex_m).toBeCloseTo(27.432, 9)
    expect(file.asks_date).toBe(true)
    expect(file.sessions).toHaveLength(1)
  })

  test('FlightScope: `club` is a name beside the speed `Club (mph)`, R and L behind the number', () => {
    const file = read(fixture('flightscope.csv'))
    const without: Measure[] = [...NO_STRIKE, 'club_path_deg', 'face_deg', 'dynamic_loft_deg', 'descent_deg']
    expectShot(file.shots[0], { ...DRIVER, ...SPLIT }, without)
    expect(clubs(file)).toEqual(['DRIVER', 'IRON7', 'WEDGE_PITCHING'])
  })

  test('Foresight FSX 2020: metric, 16777215 is missing', () => {
    const file = read(fixture('fsx-lastshot.csv'))
    expect(file.maker).toBe('foresight-fsx')
    expect(file.shots[0]).toMatchObject({
      ball_speed_mps: 67.1,
      carry_m: 219.5,
      apex_m: 27.4,
      lie_deg: null,
      face_deg: 1.5,
      dynamic_loft_deg: 14,
    })
    expect(clubs(file)).toEqual(['DRIVER'])
  })

  test('Foresight FSX Live: its headings say that heel is plus, ours is toe', () => {
    const file = read(fixture('fsx-live.csv'))
    expectShot(file.shots[0], DRIVER, ['flight_s'])
    expect(file.sessions[0]?.practice_date).toBe('2024-06-24')
  })

  test('Foresight GC3: a club alone above its shots, even a bare number; O-I and DN are minus', () => {
    const file = read(fixture('gc3.csv'))
    expect(file.maker).toBe('foresight')
    expectShot(file.shots[0], IRON)
    expect(clubs(file)).toEqual(['IRON7', 'WEDGE_52'])
    expect(file.shots[0]?.client_shot_id).toBe(15 * 3600 + 35 * 60 + 31)
  })

  test('Bushnell by e-mail: the address on top goes nowhere, total offline is the side', () => {
    const file = read(fixture('bushnell.csv'))
    expectShot(file.shots[0], IRON)
    expect(file.sessions[0]?.practice_date).toBe('2026-03-19')
    expect(JSON.stringify(file)).not.toContain('@')
  })

  test('SkyTrak: two columns named SIDE are spin and start, units below the headings', () => {
    const file = read(fixture('skytrak.csv'))
    expectShot(file.shots[1], IRON, [...NO_STRIKE, 'attack_deg', 'dynamic_loft_deg'])
    expect(clubs(file)).toEqual(['WEDGE_PITCHING', 'IRON7'])
    expect(file.shots).toHaveLength(2)
  })

  test('Square: club speed in m/s beside ball speed in mph, T as toe and as topspin, a club block of zeros', () => {
    const file = read(fixture('square.csv'))
    expectShot(file.shots[0], { ...DRIVER, club_speed_mps: 45.6 }, ['flight_s'])
    expect(verdict(file, 'unit:club_speed_mps')?.says).toContain('Club speed read as m/s.')
    expect(file.shots[3]).toMatchObject({
      back_spin_rpm: -708,
      club_speed_mps: null,
      face_deg: null,
      impact_x_mm: null,
    })
    expect(file.sessions[0]?.practice_date).toBe('2026-06-18')
  })

  test('Awesome Golf: a row of units, + right', () => {
    const file = read(fixture('awesome-golf.csv'))
    expectShot(file.shots[0], { ...DRIVER, ...SPLIT }, [...NO_STRIKE, 'flight_s'])
  })

  test('GSPro: nine club columns of zeros are not measured, the date is in the name', () => {
    const name = 'gspro-export08-16-26-14-43-17.csv'
    const file = read(fixture(name), name)
    const without: Measure[] = [
      ...NO_STRIKE,
      'club_speed_mps',
      'club_path_deg',
      'attack_deg',
      'face_deg',
      'dynamic_loft_deg',
      'flight_s',
    ]
    expectShot(file.shots[0], DRIVER, without)
    expect(file.sessions[0]?.practice_date).toBe('2026-08-16')
    expect(clubs(file)).toEqual(['DRIVER', 'IRON7', 'WEDGE_PITCHING'])
    const kept = read(fixture(name), name, { zeros: 'as written' })
    expect(kept.shots[0]?.club_speed_mps).toBe(0)
  })

  test('Shot Pattern: five columns are enough', () => {
    const file = read(fixture('shot-pattern.csv'))
    expect(file.shots[1]?.total_m).toBeCloseTo(158 * 0.9144, 9)
    expect(file.shots[1]?.side_m).toBeCloseTo(-4 * 0.9144, 9)
  })

  test('only the makers whose real files were seen are read without the golfer', () => {
    expect(makers.filter(m => m.by_itself).map(m => m.id)).toEqual(['uneekor-view', 'garmin', 'trackman'])
  })
})

/** A file of no maker, eight shots, as its columns are given. */
function table(columns: {
  readonly [heading: string]: (shot: {
    readonly curve: number
    readonly speed: number
    readonly n: number
  }) => number | string
}): string {
  const rows = [-12, 15, -8, 20, -25, 10, 6, -4].map((curve, n) => {
    const shot = { curve, speed: 100 + n * 8, n }
    return Object.values(columns)
      .map(of => of(shot))
      .join(',')
  })
  return [Object.keys(columns).join(','), ...rows].join('\n')
}
const SHOT = {
  'Ball Speed': ({ speed }: { speed: number }) => speed,
  Carry: ({ speed }: { speed: number }) => (speed - 100) * 1.7 + 130,
  'Launch Angle': ({ speed }: { speed: number }) => 22 - (speed - 100) / 8,
  'Launch Direction': ({ n }: { n: number }) => (n % 3) - 1,
}
const sideOf = ({ curve, speed, n }: { curve: number; speed: number; n: number }) =>
  curve + SHOT.Carry({ speed }) * Math.sin(((n % 3) - 1) * (Math.PI / 180))

describe('what a file does not say is decided by what balls do', () => {
  test.each([
    ['mph', 1],
    ['kmh', 1.609344],
    ['mps', 0.44704],
  ])('ball speed and club speed in %s are found from carry and ball speed', (unit, factor) => {
    const file = read(
      table({
        ...SHOT,
        'Ball Speed': s => s.speed * factor,
        'Club Speed': s => (s.speed / 1.4) * factor,
        'Carry [yd]': SHOT.Carry,
      }).replace(',Carry,', ',Unknown,'),
    )
    expect(verdict(file, 'unit:ball_speed_mps')?.decided).toBe(unit)
    expect(verdict(file, 'unit:club_speed_mps')?.decided).toBe(unit)
    expect(file.shots[0]?.ball_speed_mps).toBeCloseTo(44.704, 6)
  })

  test.each([
    ['ft', 3],
    ['yd', 1],
  ])('apex in %s is found from carry and launch', (unit, factor) => {
    const apex = (s: { speed: number }) =>
      SHOT.Carry(s) * Math.tan((SHOT['Launch Angle'](s) * Math.PI) / 180) * 0.47 * factor
    const file = read(table({ ...SHOT, Apex: apex }))
    expect(verdict(file, 'unit:apex_m')).toMatchObject({ decided: unit, by: 'physics' })
  })

  test.each([
    ['as written', 1],
    ['reversed', -1],
  ])('a spin axis %s is found from curve, and can be turned round by the golfer', (decided, sign) => {
    const text = table({
      ...SHOT,
      Side: sideOf,
      'Spin Rate': () => 5000,
      'Spin Axis': s => sign * s.curve * 0.5,
    })
    const file = read(text)
    expect(verdict(file, 'sign:spin_axis_deg')).toMatchObject({ decided, by: 'physics' })
    expect(file.shots[1]?.side_spin_rpm).toBeGreaterThan(0)
    const other = decided === 'reversed' ? 'as written' : 'reversed'
    const turned = read(text, 'shots.csv', { 'sign:spin_axis_deg': other })
    expect(turned.shots[1]?.side_spin_rpm).toBeCloseTo(-(file.shots[1]?.side_spin_rpm ?? 0), 9)
    expect(verdict(turned, 'sign:spin_axis_deg')).toMatchObject({ decided: other, by: 'golfer' })
    expect(turned.shots.map(s => s.id)).toEqual(file.shots.map(s => s.id))
  })

  test('a launch direction that is reversed is found where only then curve and spin go together', () => {
    const text = table({
      ...SHOT,
      'Launch Direction': ({ n }) => -8 * ((n % 3) - 1),
      Side: s => s.curve + SHOT.Carry(s) * Math.sin(8 * ((s.n % 3) - 1) * (Math.PI / 180)),
      'Back Spin': () => 5000,
      'Side Spin': s => s.curve * 40,
    })
    expect(verdict(read(text), 'sign:launch_direction_deg')).toMatchObject({
      decided: 'reversed',
      by: 'physics',
    })
  })

  test('a golfer who starts every ball left and slices it is not taken for a reversed sign', () => {
    const rows = [12, 15, 18, 20, 25, 10, 16, 14]
    const text = ['Ball Speed,Carry,Launch Angle,Launch Direction,Side,Back Spin,Side Spin']
      .concat(
        rows.map(
          (curve, n) =>
            `${130 + n},${200 + n},14,-3,${curve - 200 * Math.sin((3 * Math.PI) / 180)},3000,${curve * 40}`,
        ),
      )
      .join('\n')
    const file = read(text)
    expect(verdict(file, 'sign:launch_direction_deg')?.decided).toBe('as written')
    expect(verdict(file, 'sign:side_spin_rpm')?.decided).toBe('as written')
  })

  test('a file in which plus is left is turned as a whole', () => {
    const text = table({
      ...SHOT,
      Side: s => -sideOf(s),
      'Launch Direction': ({ n }) => 1 - (n % 3),
      'Back Spin': () => 5000,
      'Side Spin': s => s.curve * 40,
    })
    const file = read(text, 'shots.csv', { sides: 'left' })
    expect(file.shots[1]?.side_m).toBeGreaterThan(0)
    expect(file.shots[1]?.side_spin_rpm).toBe(600)
  })

  test('a day that cannot be a month settles the order of all dates', () => {
    const dated = (days: string[]) =>
      ['Date,Ball Speed,Carry,Launch Angle', ...days.map(d => `${d},120,170,17`)].join('\n')
    expect(read(dated(['3/4/2025', '25/4/2025'])).sessions.map(s => s.practice_date)).toEqual([
      '2025-04-03',
      '2025-04-25',
    ])
    expect(read(dated(['3/4/2025', '4/25/2025'])).sessions.map(s => s.practice_date)).toEqual([
      '2025-03-04',
      '2025-04-25',
    ])
    // 1 December 2026 is still to come, 12 January is not.
    expect(read(dated(['1/12/2026'])).sessions.map(s => s.practice_date)).toEqual(['2026-01-12'])
    expect(read(dated(['12/1/2026'])).sessions.map(s => s.practice_date)).toEqual(['2026-01-12'])
  })
})

describe('the identity of a row', () => {
  test('is the same in another export with the columns in another order, one more, and another name of the player', () => {
    const lines = fixture('garmin-android.csv')
      .trim()
      .split('\r\n')
      .map(line => line.split(','))
    const other = lines.map((cells, i) =>
      [i < 2 ? '' : '7', ...cells.map(c => c.replace('Constructed Player', 'Someone Else'))].reverse(),
    )
    other[0]?.splice(-1, 1, '')
    const text = other.map(cells => cells.join(',')).join('\n')
    const empty = text.replaceAll(/,7(?=\n|$)/g, ',')
    expect(read(empty).shots.map(s => s.id)).toEqual(read(fixture('garmin-android.csv')).shots.map(s => s.id))
  })

  test('is not changed by units, signs, the mapping, or a note that the golfer changes', () => {
    const overrides = { 'sign:side_spin_rpm': 'as written', sides: 'left', zeros: 'as written' }
    const text = fixture('garmin-ios.csv').replaceAll('constructed file', 'better now')
    const inFeet = (m: Mapping): Mapping => ({
      ...m,
      columns: m.columns.map(c => (c.target === 'apex_m' ? { ...c, unit: 'ft' } : c)),
    })
    const before = read(fixture('garmin-ios.csv'))
    const after = read(text, 'x.csv', overrides, inFeet)
    expect(after.shots[0]?.apex_m).not.toBe(before.shots[0]?.apex_m)
    expect(after.shots.map(s => s.id)).toEqual(before.shots.map(s => s.id))
  })

  test('is not changed where the date of the file’s name does not count', () => {
    const name = '26.0113.052242.csv'
    const [by, without] = [read(fixture(name), name), read(fixture(name), name, { file_date: 'ask' })]
    expect(verdict(by, 'file_date')).toMatchObject({ says: 'Date read from the file’s name.', notable: true })
    expect(verdict(without, 'file_date')).toMatchObject({ by: 'golfer', decided: 'ask' })
    expect(without.shots.map(shot => shot.id)).toEqual(by.shots.map(shot => shot.id))
    expect(without.sessions.map(session => session.id)).toEqual(by.sessions.map(session => session.id))
    expect([by.asks_date, without.asks_date]).toEqual([false, true])
  })

  test('survives dates read the other way round; a day that then does not exist refuses its row', () => {
    const file = read(fixture('garmin-ios.csv'), 'x.csv', { date_order: 'day-first' })
    expect(file.refused.map(r => r.reason)[0]).toBe('“4/19/26 11:40:45” is no date.')
    expect(file.shots).toHaveLength(0)
  })

  test('numbers equal rows, so that none of them is lost and a repeated import finds them again', () => {
    const line = fixture('mevo.csv').trim().split('\n')[1] ?? ''
    const twice = read(`${fixture('mevo.csv')}${line}\n`)
    expect(twice.shots[3]?.id).toBe(twice.shots[0]?.id.replace(/1$/, '2'))
  })

  test('takes the date from the file name, so that two days of one monitor stay two', () => {
    const [a, b] = ['26.0113.052242.csv', '26.0114.052242 (1).csv'].map(name =>
      read(fixture('26.0113.052242.csv'), name),
    )
    expect(a?.sessions[0]?.id).not.toBe(b?.sessions[0]?.id)
    expect(a?.shots[0]?.id).not.toBe(b?.shots[0]?.id)
    expect(read(fixture('26.0113.052242.csv'), '26.0113.052242 (2).csv').shots[0]?.id).toBe(a?.shots[0]?.id)
  })

  test('names and addresses reach nothing', () => {
    for (const name of [
      'trackman.csv',
      'garmin-ios.csv',
      'bushnell.csv',
      'gc3.csv',
      'skytrak.csv',
      'rapsodo.csv',
    ]) {
      const { columns, ...rest } = read(fixture(name))
      expect(JSON.stringify(rest), name).not.toMatch(/Player|PLAYER|@/)
      expect(columns.filter(c => /player|email/i.test(c.heading)).every(c => c.target === null)).toBe(true)
    }
  })
})

describe('a file that is not as it should be', () => {
  test('a cell that is no number refuses its row with the reason, the others are read', () => {
    const file = read(
      'Ball Speed (mph),Carry (yds),Launch Angle (deg)\n100,150,18\n101,abc,18\n,,19\n102,151,18,9\n',
    )
    expect(file.shots).toHaveLength(1)
    expect(file.refused).toEqual([
      { line: 3, reason: 'Carry (yds): “abc” is no number.', cells: ['101', 'abc', '18'] },
      { line: 4, reason: 'It has no ball speed, club speed, carry or total.', cells: ['', '', '19'] },
      { line: 5, reason: 'It has 4 cells where there are 3 headings.', cells: ['102', '151', '18', '9'] },
    ])
  })

  test('a last row that the file ends in is refused, as its last number may lack digits', () => {
    const whole = fixture('garmin-ios.csv').trimEnd()
    expect(read(whole).refused).toEqual([])
    const last = whole.slice(0, whole.lastIndexOf('125') + 2)
    const cut = read(last)
    expect(cut.shots).toHaveLength(2)
    expect(cut.refused).toMatchObject([
      { line: 5, reason: 'The file is cut off in this row. Export it again.' },
    ])
    // Blank after ball speed, as Uneekor writes it: short, and ended by a line break.
    const short = 'Ball Speed (mph),Carry (yds),Launch Angle (deg)\n100,150,18\n101'
    expect(read(`${short}\n`).refused).toEqual([])
    expect(read(short).refused).toHaveLength(1)
  })

  test('without headings, without shots, or without anything to map it says so', () => {
    const kind = (text: string) => {
      const found = recognise(text)
      return found.ok ? 'read' : found.problem.kind
    }
    expect(kind('1,2,3\n4,5,6')).toBe('no_headings')
    expect(kind('Ball Speed,Carry,Launch Angle\n')).toBe('no_rows')
    expect(kind('{"a":[1,2]}')).toBe('no_headings')
    const found = recognise('Ball Speed,Carry,Launch Angle\n1,2,3')
    const none = found.ok && applyMapping(found.value.sheet, { maker: 'file', columns: [] }, options('a.csv'))
    expect(none && !none.ok && none.problem.kind).toBe('nothing_mapped')
  })

  test('formulas, quotes and pieces of script are text and nothing more', () => {
    const file = read(
      'Ball Speed,Carry,Launch Angle,Notes,Club\n100,150,18,"=HYPERLINK(""http://x"")","<b>7i</b>"\n',
    )
    expect(file.shots[0]?.notes).toBe('=HYPERLINK("http://x")')
    expect(file.groups[0]?.club_name).toBe('<b>7i</b>')
  })

  test('never throws, and accounts for every row exactly once', () => {
    const names = ['trackman.csv', 'garmin-german.csv', 'square.csv', 'skytrak.csv', 'rapsodo.csv', 'gc3.csv']
    const cell = fc.oneof(
      fc.constantFrom(
        '',
        '--',
        'R 5',
        '5 L',
        '1,5',
        '99999',
        '=1+1',
        '7i',
        'Average',
        'NOTES',
        '13/13/2026',
        '-',
        '\0',
        '1e999',
        '4/4/2026 4:00 PM',
      ),
      fc.string({ unit: 'binary' }),
      fc.double().map(String),
    )
    const damage = fc.record({
      name: fc.constantFrom(...names),
      edits: fc.array(fc.tuple(fc.nat(20), fc.nat(60), cell), { maxLength: 8 }),
      rows: fc.array(fc.array(cell, { maxLength: 60 }), { maxLength: 3 }),
    })
    fc.assert(
      fc.property(damage, ({ name, edits, rows }) => {
        const csv = readCsv(fixture(name))
        if (!csv.ok) throw new Error()
        const { delimiter } = csv.value
        const lines = csv.value.lines.map(l => [...l.cells]).concat(rows)
        for (const [line, column, text] of edits) lines[line]?.splice(column, 1, text)
        const text = lines
          .map(cells => cells.map(c => `"${c.replaceAll('"', '""')}"`).join(delimiter))
          .join('\n')
        const found = recognise(text)
        if (!found.ok) return
        const { sheet, mapping } = found.value
        const reading = applyMapping(sheet, mapping, options(name))
        if (!reading.ok) return
        const { shots, refused, skipped } = reading.value
        const again = readCsv(text)
        expect(shots.length + refused.length + skipped.length).toBe(again.ok ? again.value.lines.length : -1)
        expect(new Set(shots.map(s => s.id)).size).toBe(shots.length)
        for (const r of refused) expect(r.reason).toMatch(/\.$/)
        for (const shot of shots) {
          for (const value of Object.values(shot))
            expect(typeof value === 'number' && !Number.isFinite(value)).toBe(false)
        }
      }),
      { numRuns: 300 },
    )
  })
})
