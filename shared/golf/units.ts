import type { Settings } from '../schema/settings.ts'
import { type Figure, figures, type Quantity } from './measures.ts'

/** Exact: uneekor.md. */
export const YARDS_PER_METRE = 1.0936133
export const FEET_PER_METRE = 3 * YARDS_PER_METRE
export const MPH_PER_MPS = 2.2369363
export const KMH_PER_MPS = 3.6

export type UnitSettings = Pick<Settings, 'distance' | 'speed' | 'height' | 'handedness'>

/** A value as a screen shows it. Missing is – everywhere, with no unit. */
export interface Shown {
  /** Digits alone, never with a minus: 3.1, 158, 5,910. */
  readonly value: string
  /** Unit and side, small beside the value: "yd", "mph", "° out", "yd right". */
  readonly unit: string
  /** Value, unit and side in words: "3.1 degrees in to out", "158 yards". */
  readonly spoken: string
  /** A cell whose heading has the unit: 158.2, 12.4 R, 3.1 out. */
  readonly cell: string
}

const MISSING: Shown = { value: '–', unit: '', spoken: 'no value', cell: '–' }

interface Unit {
  readonly text: string
  readonly spoken: string
  /** Displayed = SI × factor. */
  readonly factor: number
  /** What a golfer may type for it. */
  readonly typed: readonly string[]
}

const UNITS = {
  yard: { text: 'yd', spoken: 'yards', factor: YARDS_PER_METRE, typed: ['yd', 'yds', 'y', 'yard', 'yards'] },
  metre: { text: 'm', spoken: 'metres', factor: 1, typed: ['m', 'metre', 'metres', 'meter', 'meters'] },
  foot: { text: 'ft', spoken: 'feet', factor: FEET_PER_METRE, typed: ['ft', 'foot', 'feet', "'"] },
  mph: { text: 'mph', spoken: 'miles an hour', factor: MPH_PER_MPS, typed: ['mph'] },
  kmh: { text: 'km/h', spoken: 'kilometres an hour', factor: KMH_PER_MPS, typed: ['km/h', 'kmh', 'kph'] },
  mps: { text: 'm/s', spoken: 'metres a second', factor: 1, typed: ['m/s', 'mps'] },
  degree: { text: '°', spoken: 'degrees', factor: 1, typed: ['°', 'deg', 'degree', 'degrees'] },
  rpm: { text: 'rpm', spoken: 'revolutions a minute', factor: 1, typed: ['rpm'] },
  millimetre: { text: 'mm', spoken: 'millimetres', factor: 1, typed: ['mm'] },
  second: { text: 's', spoken: 'seconds', factor: 1, typed: ['s', 'sec'] },
  none: { text: '', spoken: '', factor: 1, typed: [] },
} as const satisfies Record<string, Unit>

/** Decimals that the device can honour (look.md): beside a word, and in a table. */
const DECIMALS: Readonly<Record<Quantity, { readonly shown: number; readonly cell: number }>> = {
  distance: { shown: 0, cell: 1 },
  height: { shown: 0, cell: 0 },
  speed: { shown: 1, cell: 1 },
  angle: { shown: 1, cell: 1 },
  spin: { shown: -1, cell: -1 },
  impact: { shown: 0, cell: 0 },
  time: { shown: 1, cell: 1 },
  ratio: { shown: 2, cell: 2 },
}

/** The unit in which this golfer sees a figure: for headings and axes. */
export function unitOf(figure: Figure, settings: UnitSettings): { text: string; spoken: string } {
  const { text, spoken } = unitFor(figures[figure].quantity, settings)
  return { text, spoken }
}

/** From SI to the golfer's unit; sign and handedness untouched: for axes and scales. */
export function toShown(figure: Figure, si: number, settings: UnitSettings): number {
  return si * unitFor(figures[figure].quantity, settings).factor
}

/** From the golfer's unit back to SI. */
export function fromShown(figure: Figure, shown: number, settings: UnitSettings): number {
  return shown / unitFor(figures[figure].quantity, settings).factor
}

/** A figure in the golfer's units and words. The stored value never changes. */
export function display(figure: Figure, si: number | null, settings: UnitSettings): Shown {
  if (si === null || !Number.isFinite(si)) return MISSING
  const { quantity } = figures[figure]
  const unit = unitFor(quantity, settings)
  const { shown, cell } = DECIMALS[quantity]
  const value = digits(si * unit.factor, shown)
  const side = sideOf(figure, si, value, settings)
  const small = [unit.text, side?.word ?? ''].filter(Boolean).join(' ')
  const cellValue = digits(si * unit.factor, cell)
  const cellSide = sideOf(figure, si, cellValue, settings)
  return {
    value,
    unit: small,
    spoken: [value, unit.spoken, side?.spoken ?? ''].filter(Boolean).join(' '),
    cell: [cellValue, cellSide?.cell ?? ''].filter(Boolean).join(' '),
  }
}

/** A spread, a difference or a limit: its size alone, in the golfer's unit. */
export function displaySize(figure: Figure, si: number | null, settings: UnitSettings): Shown {
  if (si === null || !Number.isFinite(si)) return MISSING
  const { quantity } = figures[figure]
  const unit = unitFor(quantity, settings)
  const value = digits(si * unit.factor, DECIMALS[quantity].shown)
  const spoken = [value, unit.spoken].filter(Boolean).join(' ')
  return { value, unit: unit.text, spoken, cell: digits(si * unit.factor, DECIMALS[quantity].cell) }
}

/** "4.1° open to path", "158 yd", "1.44": the degree sign stands at its digits, every other unit a space away. */
export function joined({ value, unit }: Pick<Shown, 'value' | 'unit'>): string {
  if (unit === '') return value
  return unit.startsWith('°') ? value + unit : `${value} ${unit}`
}

/**
 * What a golfer types into a filter, as SI: "20", "20 yd", "12 L", "3.1 out", "-5", "18,5 m". A unit that
 * is typed wins over the settings. Null where it is no such figure.
 */
export function parseDisplay(text: string, figure: Figure, settings: UnitSettings): number | null {
  const { quantity, sides, mirrored } = figures[figure]
  const match = /^([+−-]?)\s*(\d[\d.,]*|[.,]\d+)\s*(.*)$/.exec(text.trim().toLowerCase())
  if (match === null) return null
  const number = typedNumber(match[2] ?? '', quantity)
  if (number === null) return null
  const signed = match[1] === '' || match[1] === '+' ? number : -number

  const rest = match[3] ?? ''
  const unit = typedUnit(rest, quantity, settings)
  const si = signed / unit.factor
  const word = unit.rest.trim()
  if (word === '') return si
  if (sides === undefined) return null
  const mirror = mirrored && settings.handedness === 'left' ? -1 : 1
  for (const [sign, side] of [[1, sides.plus] as const, [-1, sides.minus] as const]) {
    const words = [side.word, side.spoken, side.cell].map(w => w.toLowerCase())
    if (words.includes(word)) return Math.abs(si) * sign * mirror
  }
  return null
}

function unitFor(quantity: Quantity, settings: UnitSettings): Unit {
  switch (quantity) {
    case 'distance':
      return UNITS[settings.distance]
    case 'height':
      return UNITS[settings.height]
    case 'speed':
      return UNITS[settings.speed]
    case 'angle':
      return UNITS.degree
    case 'spin':
      return UNITS.rpm
    case 'impact':
      return UNITS.millimetre
    case 'time':
      return UNITS.second
    case 'ratio':
      return UNITS.none
    default:
      return quantity satisfies never
  }
}

/** The size alone, grouped by thousands; a negative number of decimals rounds to tens. */
function digits(number: number, decimals: number): string {
  const size = Math.abs(number)
  const text = decimals < 0 ? String(Math.round(size / 10) * 10) : size.toFixed(decimals)
  const [whole = '', fraction] = text.split('.')
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ',')
  return fraction === undefined ? grouped : `${grouped}.${fraction}`
}

/** The word for the sign; none where the value shown is zero or the measure has no sides. */
function sideOf(figure: Figure, si: number, shown: string, settings: UnitSettings) {
  const { sides, mirrored } = figures[figure]
  if (/^[0.,]*$/.test(shown)) return null
  // The golfer's right-handed equivalent: a left-hander's path to the left is in to out (golf.md).
  const equivalent = mirrored && settings.handedness === 'left' ? -si : si
  if (sides !== undefined) return equivalent > 0 ? sides.plus : sides.minus
  return si < 0 ? BELOW_ZERO : null
}

/** A measure without sides that the device reports below zero, such as a topped ball's back spin. */
const BELOW_ZERO = { word: 'below zero', spoken: 'below zero', cell: 'below 0' }

function typedNumber(text: string, quantity: Quantity): number | null {
  // A comma may be a decimal comma, but nobody types thousandths: "1,000 ft" is a thousand. Of spins, which have no decimals, "1.000" too.
  const groups = quantity === 'spin' ? /[.,](?=\d{3}(?:\D|$))/g : /(?<=^[-+−]?[1-9]\d{0,2}),(?=\d{3}(?:\D|$))/
  const grouped = text.replace(groups, '')
  const number = Number(grouped.replace(',', '.'))
  return Number.isFinite(number) ? number : null
}

function typedUnit(text: string, quantity: Quantity, settings: UnitSettings) {
  const allowed: readonly Unit[] = {
    distance: [UNITS.yard, UNITS.metre, UNITS.foot],
    height: [UNITS.yard, UNITS.metre, UNITS.foot],
    speed: [UNITS.mph, UNITS.kmh, UNITS.mps],
    angle: [UNITS.degree],
    spin: [UNITS.rpm],
    impact: [UNITS.millimetre],
    time: [UNITS.second],
    ratio: [],
  }[quantity]
  const word = /^\S*/.exec(text)?.[0] ?? ''
  const named = allowed.find(unit => unit.typed.includes(word))
  if (named !== undefined) return { factor: named.factor, rest: text.slice(word.length) }
  return { factor: unitFor(quantity, settings).factor, rest: text }
}
