/**
 * Shots as CSV: every measure and every derived figure under its name with the unit, in SI or in the
 * golfer's units. RFC 4180, UTF-8 with a mark for spreadsheets, and nothing that they would run.
 */

import { type Figure, figureNames, figures } from '../golf/measures.ts'
import { figureOf, flightOf } from '../golf/metrics.ts'
import { toShown } from '../golf/units.ts'
import type { GroupKind, Measures } from '../schema/rows.ts'
import type { Settings } from '../schema/settings.ts'
import { csvCell } from './csv_cell.ts'

export interface CsvShot extends Measures {
  readonly id: string
  /** YYYY-MM-DD; the practice date of its session. */
  readonly session_date: string | null
  readonly session: string
  /** 1-based place in time within the session. */
  readonly number: number
  readonly club: string
  readonly kind: GroupKind
  readonly excluded: boolean
  readonly tags: readonly string[]
  readonly notes: string | null
}

export interface CsvOptions {
  readonly units: 'si' | 'golfer'
  readonly settings: Pick<Settings, 'distance' | 'speed' | 'height' | 'handedness'>
}

const CHUNK = 64_000

/** Pieces of text, to be written one after the other: memory stays flat whatever the history. */
export function* shotsCsv(shots: Iterable<CsvShot>, options: CsvOptions): Generator<string> {
  let text = `\uFEFF${line(headings(options))}`
  for (const shot of shots) {
    text += line(cells(shot, options))
    if (text.length < CHUNK) continue
    yield text
    text = ''
  }
  if (text !== '') yield text
}

function headings(options: CsvOptions): string[] {
  const named = figureNames.map(figure => figureHeading(figure, options))
  return [
    'session_date',
    'session',
    'number',
    'club',
    'kind',
    'counted',
    'tags',
    ...named,
    'flight',
    'notes',
    'id',
  ]
}

function cells(shot: CsvShot, options: CsvOptions): string[] {
  const { settings } = options
  return [
    shot.session_date ?? '',
    words(shot.session),
    String(shot.number),
    words(shot.club),
    shot.kind,
    shot.excluded ? 'no' : 'yes',
    words(shot.tags.join('; ')),
    ...figureNames.map(figure => number(figure, figureOf(shot, figure), options)),
    flightOf(shot, settings.handedness)?.name ?? '',
    words(shot.notes ?? ''),
    words(shot.id),
  ]
}

/** carry_m in SI, carry_yd for a golfer of yards; a ratio has no unit. */
function figureHeading(figure: Figure, { units, settings }: CsvOptions): string {
  const suffix = units === 'si' ? null : UNIT_SUFFIX[figures[figure].quantity]?.(settings)
  return suffix ? figure.replace(/_(m|mps)$/, `_${suffix}`) : figure
}

const UNIT_SUFFIX: { readonly [quantity: string]: (settings: CsvOptions['settings']) => string } = {
  distance: ({ distance }) => (distance === 'yard' ? 'yd' : 'm'),
  height: ({ height }) => (height === 'foot' ? 'ft' : 'm'),
  speed: ({ speed }) => speed,
}

function number(figure: Figure, si: number | null, { units, settings }: CsvOptions): string {
  if (si === null || !Number.isFinite(si)) return ''
  // Seven digits: 165 yards stay 165, not 164.99999.
  return String(units === 'si' ? si : Number(toShown(figure, si, settings).toPrecision(7)))
}

/** A spreadsheet runs what begins so; the apostrophe makes it words. */
const FORMULA = /^[\s]*[=+\-@|%]|^[\t\r\n]/

const words = (text: string) => (FORMULA.test(text) ? `'${text}` : text)

const line = (row: readonly string[]) => `${row.map(csvCell).join(',')}\r\n`
