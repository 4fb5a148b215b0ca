import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { factColumns } from '../schema/catalogue.ts'
import { settingDefaults } from '../schema/settings.ts'
import { type Figure, figureNames, figures, measureNames } from './measures.ts'
import { display, displaySize, fromShown, parseDisplay, toShown, type UnitSettings, unitOf } from './units.ts'

const yards: UnitSettings = settingDefaults
const metres: UnitSettings = { ...yards, distance: 'metre', speed: 'kmh', height: 'metre' }
const left: UnitSettings = { ...yards, handedness: 'left' }

const says = (figure: Figure, si: number | null, settings = yards) => {
  const { value, unit } = display(figure, si, settings)
  return unit.startsWith('°') ? value + unit : [value, unit].filter(Boolean).join(' ')
}

test('every measure of a shot has a line in the table, and nothing else has', () => {
  const measured = factColumns('shots').filter(name => /_(m|mps|deg|rpm|mm|s)$/.test(name))
  expect(measureNames.toSorted()).toEqual(measured.toSorted())
})

describe('a figure in the golfer’s units', () => {
  test.each([
    // By hand: 165.99 × 1.0936133 = 181.529; 53.4 × 2.2369363 = 119.452; 24.53 × 3.2808399 = 80.479.
    ['carry_m', 165.99, '182 yd', '166 m'],
    ['ball_speed_mps', 53.4, '119.5 mph', '192.2 km/h'],
    ['apex_m', 24.53, '80 ft', '25 m'],
    ['side_m', 10.14, '11 yd right', '10 m right'],
    ['side_m', -3.08, '3 yd left', '3 m left'],
    ['launch_deg', 15.9, '15.9°', '15.9°'],
    ['attack_deg', -8.87, '8.9° down', '8.9° down'],
    ['club_path_deg', 3.1, '3.1° out', '3.1° out'],
    ['club_path_deg', -4.39, '4.4° in', '4.4° in'],
    ['face_to_path_deg', 4.05, '4.0° open to path', '4.0° open to path'],
    ['back_spin_rpm', 6063, '6,060 rpm', '6,060 rpm'],
    ['side_spin_rpm', -149, '150 rpm draw', '150 rpm draw'],
    ['impact_x_mm', -24, '24 mm heel', '24 mm heel'],
    ['impact_y_mm', 22, '22 mm high', '22 mm high'],
    ['flight_s', 5.78, '5.8 s', '5.8 s'],
    ['smash', 1.3516, '1.35', '1.35'],
  ] as const)('%s %d: %s, %s', (figure, si, inYards, inMetres) => {
    expect(says(figure, si, yards)).toBe(inYards)
    expect(says(figure, si, metres)).toBe(inMetres)
  })

  test('missing is –, not 0, and has no unit', () => {
    for (const figure of figureNames) {
      expect(display(figure, null, yards)).toEqual({ value: '–', unit: '', spoken: 'no value', cell: '–' })
      expect(display(figure, Number.NaN, yards).value).toBe('–')
    }
  })

  test('a drive of 99999 m would be 109,360 yd: the parser’s null comes before', () => {
    expect(says('carry_m', 99_999)).toBe('109,360 yd')
  })

  test('a table has a decimal more for distances, and sides in a letter', () => {
    expect(display('carry_m', 165.99, yards).cell).toBe('181.5')
    expect(display('side_m', 10.97, yards).cell).toBe('12.0 R')
    expect(display('side_m', -0.02, yards).cell).toBe('0.0')
    expect(display('club_path_deg', -3.1, yards).cell).toBe('3.1 in')
  })

  test('a screen reader hears whole words', () => {
    expect(display('club_path_deg', 3.1, yards).spoken).toBe('3.1 degrees in to out')
    expect(display('side_m', -3.66, yards).spoken).toBe('4 yards left')
  })

  test('what rounds to nothing has no side', () => {
    expect(says('side_m', -0.4)).toBe('0 yd')
    expect(says('club_path_deg', 0.04)).toBe('0.0°')
  })

  test('no figure ever shows a minus', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...figureNames),
        fc.double({ noNaN: true, min: -9e4, max: 9e4 }),
        (figure, si) => {
          for (const settings of [yards, metres, left]) {
            const { value, unit, cell, spoken } = display(figure, si, settings)
            expect(value + unit + cell + spoken).not.toMatch(/[-−]\d/)
            expect(display(figure, si, settings).value).toBe(display(figure, -si, settings).value)
          }
        },
      ),
    )
  })

  test('the size of a spread has no side', () => {
    expect(displaySize('side_m', -10, yards)).toMatchObject({ value: '11', unit: 'yd', cell: '10.9' })
  })
})

describe('for a left-hander', () => {
  test.each([
    ['club_path_deg', 3.1, '3.1° in'],
    ['face_deg', 3.1, '3.1° closed'],
    ['face_to_path_deg', -2, '2.0° open to path'],
    ['side_spin_rpm', -500, '500 rpm fade'],
    ['spin_axis_deg', -5, '5.0° fade'],
  ] as const)('%s %d reads the other way round: %s', (figure, si, text) => {
    expect(says(figure, si, left)).toBe(text)
  })

  test.each([
    ['side_m', 10.14, '11 yd right'],
    ['launch_direction_deg', -2, '2.0° left'],
    ['curve_m', 5, '5 yd right'],
    ['impact_x_mm', 8, '8 mm toe'],
    ['attack_deg', -3, '3.0° down'],
    ['lie_deg', 2, '2.0° up'],
  ] as const)('%s %d stays as it is: %s', (figure, si, text) => {
    expect(says(figure, si, left)).toBe(text)
    expect(says(figure, si, yards)).toBe(text)
  })

  test('a mirrored swing reads to a left-hander as the swing does to a right-hander', () => {
    for (const figure of figureNames.filter(name => figures[name].mirrored)) {
      expect(display(figure, -4.2, left)).toEqual(display(figure, 4.2, yards))
    }
  })
})

describe('what is typed', () => {
  test.each([
    ['20 yd', 'carry_m', yards, 18.288],
    ['20', 'carry_m', yards, 18.288],
    ['20', 'carry_m', metres, 20],
    ['20 m', 'carry_m', yards, 20],
    ['20yards', 'carry_m', metres, 18.288],
    ['18,5', 'carry_m', metres, 18.5],
    ['100 mph', 'ball_speed_mps', metres, 44.704],
    ['100 km/h', 'ball_speed_mps', yards, 27.7778],
    ['2,500', 'back_spin_rpm', yards, 2500],
    ['12 L', 'side_m', metres, -12],
    ['12 right', 'side_m', metres, 12],
    ['-5', 'side_m', metres, -5],
    ['3.1° out', 'club_path_deg', yards, 3.1],
    ['3.1 out', 'club_path_deg', left, -3.1],
    ['8 mm heel', 'impact_x_mm', yards, -8],
    ['1,000 ft', 'apex_m', yards, 304.8],
  ] as const)('%s as %s', (text, figure, settings, si) => {
    expect(parseDisplay(text, figure, settings)).toBeCloseTo(si, 3)
  })

  test.each([
    ['', 'carry_m'],
    ['far', 'carry_m'],
    ['20 rpm', 'carry_m'],
    ['20 left', 'carry_m'],
    ['1.2.3', 'carry_m'],
    ['20 up', 'side_m'],
  ] as const)('%j is no %s', (text, figure) => {
    expect(parseDisplay(text, figure, yards)).toBe(null)
  })

  test('what is shown can be typed again, to the last digit shown', () => {
    const settings = fc.constantFrom(yards, metres, left, { ...metres, speed: 'mps' } as UnitSettings)
    const figure = fc.constantFrom(...figureNames)
    fc.assert(
      fc.property(figure, settings, fc.double({ noNaN: true, min: -400, max: 400 }), (name, set, si) => {
        const { value, unit } = display(name, si, set)
        if (unit.includes('below zero')) return
        const read = parseDisplay(`${value} ${unit}`, name, set)
        expect(read).not.toBe(null)
        expect(display(name, read, set)).toMatchObject({ value, unit })
      }),
    )
  })
})

test('units turn there and back', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...figureNames),
      fc.double({ noNaN: true, min: -1e5, max: 1e5 }),
      (name, si) => {
        for (const settings of [yards, metres]) {
          expect(fromShown(name, toShown(name, si, settings), settings)).toBeCloseTo(si, 8)
        }
      },
    ),
  )
})

test('headings have the unit of the settings', () => {
  expect(unitOf('carry_m', metres)).toEqual({ text: 'm', spoken: 'metres' })
  expect(unitOf('apex_m', yards).text).toBe('ft')
  expect(unitOf('smash', yards).text).toBe('')
})
