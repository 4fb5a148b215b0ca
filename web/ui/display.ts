import { useMemo } from 'react'
import { formatDate } from '../../shared/golf/dates.ts'
import type { Figure } from '../../shared/golf/measures.ts'
import {
  display,
  displaySize,
  fromShown,
  joined,
  parseDisplay,
  type Shown,
  toShown,
  unitOf,
} from '../../shared/golf/units.ts'
import type { Settings } from '../../shared/schema/settings.ts'
import { useSettings } from './settings.ts'

/** Values as this golfer sees them: units, handedness and dates of the settings. All values come in SI. */
export interface Display {
  /** Digits and unit apart: for a large figure with its unit small. */
  readonly shown: (figure: Figure, si: number | null) => Shown
  /** Digits and unit in one: "158 yd", "3.1° out", –. */
  readonly measure: (figure: Figure, si: number | null) => string
  /** For a table whose heading has the unit. */
  readonly cell: (figure: Figure, si: number | null) => string
  /** A spread or a difference: no side, no sign. */
  readonly size: (figure: Figure, si: number | null) => Shown
  /** "yd", "mph", "°"; empty for a ratio. */
  readonly unit: (figure: Figure) => string
  /** In the golfer's unit as a number, and back: for axes. */
  readonly number: (figure: Figure, si: number) => number
  readonly si: (figure: Figure, number: number) => number
  /** What is typed: "20", "12 L", "3.1 out". Null where it is no such figure. */
  readonly typed: (figure: Figure, text: string) => number | null
  readonly date: (practice_date: string | null) => string
}

export function useDisplay(): Display {
  const settings = useSettings()
  return useMemo(() => displayFor(settings), [settings])
}

export function displayFor(settings: Settings): Display {
  return {
    shown: (figure, si) => display(figure, si, settings),
    measure: (figure, si) => joined(display(figure, si, settings)),
    cell: (figure, si) => display(figure, si, settings).cell,
    size: (figure, si) => displaySize(figure, si, settings),
    unit: figure => unitOf(figure, settings).text,
    number: (figure, si) => toShown(figure, si, settings),
    si: (figure, number) => fromShown(figure, number, settings),
    typed: (figure, text) => parseDisplay(text, figure, settings),
    date: practice_date => formatDate(practice_date, settings.date_style),
  }
}

/** Large digits and small words: the degree sign belongs to the digits, and "°" alone would be a speck. */
export function apart({ value, unit }: Pick<Shown, 'value' | 'unit'>): {
  readonly value: string
  readonly unit: string
} {
  return unit.startsWith('°') ? { value: `${value}°`, unit: unit.slice(1).trim() } : { value, unit }
}
