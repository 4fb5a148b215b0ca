import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { measureNames } from '../golf/measures.ts'
import type { Measures } from '../schema/rows.ts'
import { settingDefaults } from '../schema/settings.ts'
import { readCsv } from './csv.ts'
import { type CsvOptions, type CsvShot, shotsCsv } from './csv_out.ts'
import { applyMapping, recognise } from './read_file.ts'

const NOTHING = Object.fromEntries(measureNames.map(name => [name, null])) as unknown as Measures
const SHOT: CsvShot = {
  ...NOTHING,
  id: '4711_22_333',
  session_date: '2026-01-13',
  session: 'Tempo, towel',
  number: 1,
  club: '7 iron',
  kind: 'drill',
  excluded: false,
  tags: ['good', 'thin'],
  notes: 'said "wow"',
  ball_speed_mps: 52.75072,
  club_speed_mps: 38.44544,
  carry_m: 150.876,
  total_m: 157.2768,
  side_m: -12.3444,
  apex_m: 29.2608,
  launch_deg: 17,
  launch_direction_deg: -1.5,
  back_spin_rpm: 6200,
  side_spin_rpm: -500,
  impact_x_mm: -3,
  impact_y_mm: 4,
}
const SI: CsvOptions = { units: 'si', settings: settingDefaults }
const GOLFER: CsvOptions = { units: 'golfer', settings: settingDefaults }

function table(shots: readonly CsvShot[], options: CsvOptions): { [heading: string]: string }[] {
  const csv = readCsv([...shotsCsv(shots, options)].join(''))
  if (!csv.ok) throw new Error(csv.problem.says)
  const [head, ...rows] = csv.value.lines.map(l => l.cells)
  return rows.map(cells => Object.fromEntries((head ?? []).map((name, i) => [name, cells[i] ?? ''])))
}

describe('shots as CSV', () => {
  test("have the golfer's units in the headings and in the numbers", () => {
    const [row] = table([SHOT], GOLFER)
    expect(row).toMatchObject({
      session_date: '2026-01-13',
      session: 'Tempo, towel',
      club: '7 iron',
      kind: 'drill',
      counted: 'yes',
      tags: 'good; thin',
      notes: 'said "wow"',
      carry_yd: '165',
      side_yd: '-13.5',
      apex_ft: '96',
      ball_speed_mph: '118',
      launch_deg: '17',
      roll_yd: '7',
      strike_mm: '5',
      flight: 'draw',
      descent_deg: '',
    })
    expect(Number(row?.['smash'])).toBeCloseTo(1.372093, 6)
  })

  test('have SI under the names of the stores', () => {
    expect(table([SHOT], SI)[0]).toMatchObject({
      carry_m: '150.876',
      ball_speed_mps: '52.75072',
      apex_m: '29.2608',
    })
  })

  test('carry nothing that a spreadsheet would run', () => {
    const evil = ['=HYPERLINK("http://x")', '+1', '-1+1', '@SUM(A1)', '\t=1', ' =1', '|calc', '%0A']
    for (const text of evil) {
      const row = table([{ ...SHOT, notes: text, session: text, club: text, tags: [text] }], GOLFER)[0]
      for (const name of ['notes', 'session', 'club', 'tags']) expect(row?.[name]).toBe(`'${text}`)
      // A negative number is a number.
      expect(row?.['side_yd']).toBe('-13.5')
    }
  })

  test('can be read back by the door of files, with the same measures', () => {
    const far: CsvShot = {
      ...SHOT,
      id: 'x',
      ball_speed_mps: 70,
      carry_m: 230,
      side_m: 20,
      side_spin_rpm: 700,
      back_spin_rpm: 2600,
      excluded: true,
    }
    for (const options of [SI, GOLFER]) {
      const found = recognise([...shotsCsv([SHOT, far], options)].join(''))
      if (!found.ok) throw new Error(found.problem.says)
      const read = applyMapping(found.value.sheet, found.value.mapping, {
        file_name: 'a.csv',
        today: '2026-11-24',
        now: '',
      })
      if (!read.ok) throw new Error(read.problem.says)
      const [first, second] = read.value.shots
      for (const name of measureNames) {
        if (SHOT[name] === null) expect(first?.[name], name).toBeNull()
        else expect(first?.[name], name).toBeCloseTo(SHOT[name], 4)
      }
      expect([first?.excluded, second?.excluded]).toEqual([0, 1])
      expect(read.value.groups[0]?.club_code).toBe('IRON7')
      expect(read.value.sessions[0]?.practice_date).toBe('2026-01-13')
    }
  })

  test('any words come out as they went in, but for the apostrophe before a formula', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', '=', "'", 'é') }),
        text => {
          const got = table([{ ...SHOT, notes: text }], SI)[0]?.['notes']
          expect(got === text || got === `'${text}`).toBe(true)
          expect(got).not.toMatch(/^\s*[=+\-@]/)
        },
      ),
    )
  })

  test('come in pieces, so that a long history fits through', () => {
    const pieces = [...shotsCsv(Array(2000).fill(SHOT), GOLFER)]
    expect(pieces.length).toBeGreaterThan(5)
    expect(table(Array(2000).fill(SHOT), GOLFER)).toHaveLength(2000)
  })
})
