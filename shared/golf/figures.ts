/**
 * Each number in an answer's text, matched with what tools returned: units, rounding, ranges and ± understood.
 * What no tool gave is told as unsupported; a number that the writer worked out is none that a tool gave.
 */
import { figures, type Quantity } from './measures.ts'
import { FEET_PER_METRE, KMH_PER_MPS, MPH_PER_MPS, type UnitSettings, YARDS_PER_METRE } from './units.ts'

export type SourceUnit = 'm' | 'mps' | 'deg' | 'rpm' | 'mm' | 's' | 'share' | 'none'

/** A number that a tool returned, in SI. */
export interface FigureSource {
  /** Of the call, as kept with the answer. */
  readonly call_id: string
  /** Where in its rows: "findings.0.evidence.0.value". */
  readonly path: string
  readonly value: number
  readonly unit: SourceUnit
}

/** A piece of the text; words that are no figure carry no `is`. */
export interface FigureSpan {
  readonly text: string
  readonly is: 'words' | 'supported' | 'unsupported'
  readonly source: FigureSource | null
}

/** The text in order, cut at its figures; joined again it is the text. */
export function checkFigures(
  text: string,
  sources: readonly FigureSource[],
  settings: UnitSettings,
): readonly FigureSpan[] {
  const spans: FigureSpan[] = []
  let at = 0
  for (const figure of figuresIn(text)) {
    if (figure.start > at) spans.push({ text: text.slice(at, figure.start), is: 'words', source: null })
    const source = sources.find(one => isSame(figure, one, settings)) ?? null
    spans.push({
      text: text.slice(figure.start, figure.end),
      is: source ? 'supported' : 'unsupported',
      source,
    })
    at = figure.end
  }
  if (at < text.length) spans.push({ text: text.slice(at), is: 'words', source: null })
  return spans
}

interface Written {
  readonly start: number
  readonly end: number
  readonly value: number
  /** As written: −1, 1, or 0 for none. */
  readonly sign: -1 | 0 | 1
  /** Half of the last place that was written. */
  readonly off: number
  /** Zeros at the end of a whole number: it may be rounded to tens or hundreds. */
  readonly zeros: number
  readonly unit: WrittenUnit | null
}

type WrittenUnit = 'yd' | 'm' | 'ft' | 'mph' | 'km/h' | 'm/s' | '°' | 'rpm' | '%' | 'mm' | 's'

const UNITS: readonly (readonly [RegExp, WrittenUnit])[] = [
  [/^\s?(?:yds?|yards?)\b/i, 'yd'],
  [/^\s?(?:mph|miles an hour|miles per hour)\b/i, 'mph'],
  [/^\s?(?:km\/h|kmh|kph)\b/i, 'km/h'],
  [/^\s?m\/s\b/i, 'm/s'],
  [/^\s?(?:mm|millimet(?:re|er)s?)\b/i, 'mm'],
  [/^\s?(?:m|met(?:re|er)s?)\b/i, 'm'],
  [/^\s?(?:ft|feet|foot)\b/i, 'ft'],
  [/^\s?(?:°|degrees?\b|deg\b)/i, '°'],
  [/^\s?rpm\b/i, 'rpm'],
  [/^\s?(?:%|percent\b|per cent\b)/i, '%'],
  [/^\s?(?:s|sec|seconds?)\b/i, 's'],
]

/** From SI; null = another kind of thing. */
const FACTORS: Readonly<Record<WrittenUnit, readonly [SourceUnit, number]>> = {
  yd: ['m', YARDS_PER_METRE],
  m: ['m', 1],
  ft: ['m', FEET_PER_METRE],
  mph: ['mps', MPH_PER_MPS],
  'km/h': ['mps', KMH_PER_MPS],
  'm/s': ['mps', 1],
  '°': ['deg', 1],
  rpm: ['rpm', 1],
  '%': ['share', 100],
  mm: ['mm', 1],
  s: ['s', 1],
}

/** Names and numberings: 7 iron, 3-wood, 50° wedge, "2." at the start of a line; none of them is a figure. */
const NAMES =
  /\b\d{1,2}(?:[\s-]?(?:irons?|woods?|hybrids?)\b|[iwh]\b)|\b\d{2}(?:\.\d)?\s?°?\s?wedges?\b|^[ \t]*\d{1,2}[.)](?=\s)/gim
const NUMBER = /(?<![\d.,\p{L}])((?:[+−–-]\s?)?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(?![\d\p{L}]*\p{L}?\d)/gu
/** Between two figures of one unit: "160 to 170 yd", "4.1 ± 0.8°", "3–5 mm". */
const BETWEEN = /^\s?(?:to|and|or|–|−|-|±)\s?$/

function figuresIn(text: string): readonly Written[] {
  const named = [...text.matchAll(NAMES)].map(match => [match.index, match.index + match[0].length] as const)
  const found: Written[] = []
  for (const match of text.matchAll(NUMBER)) {
    const [all, signed = '', whole = '', fraction = ''] = match
    const sign = signed.trim()
    // A dash between two numbers is a range, and no sign.
    const isRange = sign !== '' && /[\d°%]\s?$/.test(text.slice(0, match.index))
    const start = match.index + (isRange ? all.length - whole.length - fraction.length : 0)
    const digitsEnd = match.index + all.length
    if (named.some(([from, to]) => start < to && digitsEnd > from)) continue
    const after = text.slice(digitsEnd, digitsEnd + 20)
    const [pattern, unit] = UNITS.find(([pattern]) => pattern.test(after)) ?? [null, null]
    const unitLength = pattern?.exec(after)?.[0].length ?? 0
    found.push({
      start,
      end: digitsEnd + unitLength,
      value: Number(whole.replaceAll(',', '') + fraction),
      sign: isRange || sign === '' ? 0 : sign === '+' ? 1 : -1,
      off: 0.5 * 10 ** -Math.max(0, fraction.length - 1),
      zeros: fraction === '' ? (/0*$/.exec(whole)?.[0].length ?? 0) : 0,
      unit,
    })
  }
  // The first of a range has the unit of the second.
  return found.map((one, i) => {
    const next = found[i + 1]
    return one.unit === null && next && BETWEEN.test(text.slice(one.end, next.start))
      ? { ...one, unit: next.unit }
      : one
  })
}

function isSame(written: Written, source: FigureSource, settings: UnitSettings): boolean {
  if (written.unit === null) {
    if (source.unit === 'none') return isNear(written, source.value, 0)
    // Without a unit it may be in the golfer's own.
    return ownFactors(source.unit, settings).some(factor => isNear(written, source.value * factor, 0))
  }
  const [unit, factor] = FACTORS[written.unit]
  if (unit !== source.unit) return false
  // Screens round spin to tens.
  return isNear(written, source.value * factor, unit === 'rpm' ? Math.min(2, written.zeros) : 0)
}

function isNear({ value, sign, off }: Written, shown: number, zeros: number): boolean {
  if (sign !== 0 && shown !== 0 && Math.sign(shown) !== sign) return false
  return Math.abs(Math.abs(shown) - value) <= off * 10 ** zeros + 1e-9
}

function ownFactors(unit: SourceUnit, settings: UnitSettings): readonly number[] {
  switch (unit) {
    case 'm':
      return [settings.distance === 'yard' ? YARDS_PER_METRE : 1]
    case 'mps':
      return [settings.speed === 'mph' ? MPH_PER_MPS : settings.speed === 'kmh' ? KMH_PER_MPS : 1]
    case 'share':
      return [100]
    default:
      return [1]
  }
}

const OF_QUANTITY: Readonly<Record<Quantity, SourceUnit>> = {
  distance: 'm',
  height: 'm',
  speed: 'mps',
  angle: 'deg',
  spin: 'rpm',
  impact: 'mm',
  time: 's',
  ratio: 'none',
}

const SUFFIXES: readonly (readonly [RegExp, SourceUnit])[] = [
  [/_mps$/, 'mps'],
  [/_deg$/, 'deg'],
  [/_rpm$/, 'rpm'],
  [/_mm$/, 'mm'],
  [/_m$/, 'm'],
  [/_s$/, 's'],
  [/_share$/, 'share'],
]

/** Texts of our own, whose numbers a model may repeat; a golfer's labels and notes are no source. */
export const OWN_TEXTS: ReadonlySet<string> = new Set([
  'title',
  'seen',
  'cost',
  'cause',
  'drill',
  'goal',
  'says',
  'now',
  'beside',
])

/** Every number in the rows of a call: by its name's unit, or the figure that stands beside it. */
export function sourcesIn(call_id: string, rows: unknown): readonly FigureSource[] {
  const found: FigureSource[] = []
  const take = (value: unknown, path: string, name: string, beside: SourceUnit | null): void => {
    if (typeof value === 'number') {
      if (!Number.isFinite(value)) return
      const unit = SUFFIXES.find(([suffix]) => suffix.test(name))?.[1]
      const isCount = name === 'n' || name === 'of' || name === 'times' || name === 'out_of'
      found.push({ call_id, path, value, unit: unit ?? (isCount ? 'none' : (beside ?? 'none')) })
    } else if (typeof value === 'string') {
      if (!OWN_TEXTS.has(name)) return
      for (const { value: number, unit, sign } of figuresIn(value)) {
        const [of, factor] = unit === null ? (['none', 1] as const) : FACTORS[unit]
        found.push({ call_id, path, value: ((sign || 1) * number) / factor, unit: of })
      }
    } else if (Array.isArray(value)) {
      for (const [i, one] of value.entries()) take(one, `${path}.${i}`, name, beside)
    } else if (typeof value === 'object' && value !== null) {
      const figure = 'figure' in value ? value.figure : undefined
      const info = figures[figure as keyof typeof figures] as (typeof figures)['carry_m'] | undefined
      const own = info ? OF_QUANTITY[info.quantity] : beside
      for (const [key, one] of Object.entries(value))
        take(one, path === '' ? key : `${path}.${key}`, key, own)
    }
  }
  take(rows, '', '', null)
  return found
}
