import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { settingDefaults } from '../schema/settings.ts'
import { checkFigures, type FigureSource, sourcesIn } from './figures.ts'
import { type Figure, figureNames } from './measures.ts'
import { display, displaySize, joined, type UnitSettings } from './units.ts'

const check = (text: string, rows: unknown, settings: UnitSettings = settingDefaults) =>
  checkFigures(text, sourcesIn('call', rows), settings)
    .filter(({ is }) => is !== 'words')
    .map(({ text, is }) => `${text}: ${is}`)

describe('by hand', () => {
  test('a true figure is supported and a false one is not', () => {
    const rows = { carry_m: 144.5, n: 38, face_to_path_deg: 4.13 }
    expect(check('Carry 158 yd over 38 shots, face 4.1° open; 171 yd at best.', rows)).toEqual([
      '158 yd: supported',
      '38: supported',
      '4.1°: supported',
      '171 yd: unsupported',
    ])
  })
  test('each number leads to the call and the row that gave it', () => {
    const spans = checkFigures('5,910 rpm', sourcesIn('c7', { clubs: [{ spin_rpm: 5912 }] }), settingDefaults)
    expect(spans).toEqual([
      {
        text: '5,910 rpm',
        is: 'supported',
        source: { call_id: 'c7', path: 'clubs.0.spin_rpm', value: 5912, unit: 'rpm' },
      },
    ])
  })
  test('ranges and ± share the unit that stands behind them; a dash is no minus', () => {
    const rows = { low_m: 100, high_m: 120, spread_m: 5, face_deg: -2.4 }
    expect(check('109–131 yd, or 109 to 131 yards, ±5 yd', rows)).toEqual([
      '109: supported',
      '131 yd: supported',
      '109: supported',
      '131 yards: supported',
      '5 yd: supported',
    ])
    expect(check('face −2.4°, not +2.4°', rows)).toEqual(['−2.4°: supported', '+2.4°: unsupported'])
  })
  test('another unit is another figure', () => {
    expect(check('4.1 mph, 4.1°, 4.1%', { face_deg: 4.1 })).toEqual([
      '4.1 mph: unsupported',
      '4.1°: supported',
      '4.1%: unsupported',
    ])
  })
  test('clubs and numberings are no figures', () => {
    expect(check('1. 7 iron\n2) 3-wood, 50° wedge, 7i and 56 wedge', {})).toEqual([])
  })
  test('a drill of ours may be repeated; a label of the golfer’s is no source', () => {
    expect(check('7 of 10', { goal: '7 of 10 with face within 2°' })).toEqual([
      '7: supported',
      '10: supported',
    ])
    expect(check('300 yd', { label: '300 yd' })).toEqual(['300 yd: unsupported'])
  })
  test('a share is a percentage', () => {
    expect(check('62 % land right', { right_share: 0.617 })).toEqual(['62 %: supported'])
  })
})

const settings = fc.record({
  distance: fc.constantFrom('yard', 'metre'),
  speed: fc.constantFrom('mph', 'kmh', 'mps'),
  height: fc.constantFrom('foot', 'metre'),
  handedness: fc.constantFrom('right', 'left'),
}) as fc.Arbitrary<UnitSettings>
const figure = fc.constantFrom(...figureNames) as fc.Arbitrary<Figure>
const value = fc.double({ min: -9_000, max: 9_000, noNaN: true })

describe('law', () => {
  test('whatever a screen shows of a value is supported by it, in every unit', () => {
    fc.assert(
      fc.property(settings, figure, value, (settings, figure, value) => {
        const text = `It is ${joined(display(figure, value, settings))}, ${joined(displaySize(figure, value, settings))}.`
        const is = checkFigures(text, sourcesIn('c', { figure, value }), settings).map(({ is }) => is)
        expect(is).not.toContain('unsupported')
        expect(is.filter(one => one === 'supported').length).toBe(2)
      }),
      { numRuns: 500 },
    )
  })
  test('a value that is off by more than its rounding is not', () => {
    fc.assert(
      fc.property(
        settings,
        figure,
        value,
        fc.double({ min: 1.02, max: 3, noNaN: true }),
        (settings, figure, value, by) => {
          fc.pre(Math.abs(value * (by - 1)) > 120)
          const text = joined(displaySize(figure, value * by, settings))
          const is = checkFigures(text, sourcesIn('c', { figure, value }), settings).map(({ is }) => is)
          expect(is).not.toContain('supported')
        },
      ),
      { numRuns: 500 },
    )
  })
  test('the spans joined are the text, whatever it holds', () => {
    const sources: FigureSource[] = [{ call_id: 'c', path: 'n', value: 7, unit: 'none' }]
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789.,-–± yd°%mph\n7ironü') }), text => {
        expect(
          checkFigures(text, sources, settingDefaults)
            .map(({ text }) => text)
            .join(''),
        ).toBe(text)
      }),
    )
  })
})
