/** What a golfer keeps in rows of `settings`, as a cloud hands them over: units, hand, goals, what is worked on. */
import * as v from 'valibot'
import type { Opened } from '../../shared/golf/findings.ts'
import { faultKinds } from '../../shared/golf/findingsRules.ts'
import type { GolferGoal } from '../../shared/golf/goals.ts'
import { figureNames } from '../../shared/golf/measures.ts'
import { type Settings, settingDefaults } from '../../shared/schema/settings.ts'

export interface SettingRow {
  readonly id: string
  /** JSON. */
  readonly value: string | null
}

const figure = v.picklist(figureNames)
const number = v.nullable(v.number())
const date = v.nullable(v.string())
const SETTINGS = {
  distance: v.picklist(['yard', 'metre']),
  speed: v.picklist(['mph', 'kmh', 'mps']),
  height: v.picklist(['foot', 'metre']),
  handedness: v.picklist(['right', 'left']),
  date_style: v.picklist(['words', 'day-first', 'month-first', 'iso']),
} as const
const Goal: v.GenericSchema<unknown, GolferGoal> = v.object({
  ...{ club_id: v.string(), figure, low: number, high: number, share: v.number(), by: date },
  set_on: v.string(),
})
const Working: v.GenericSchema<unknown, Opened> = v.object({
  ...{ key: v.string(), date, was: v.number(), club_id: date, done: v.boolean() },
  kind: v.picklist(faultKinds),
  way: v.picklist([-1, 0, 1]),
  goal: v.object({
    ...{ figure, of: v.picklist(['middle', 'spread', 'gap', 'late']), low: number, high: number },
    ...{ times: number, out_of: v.number() },
  }),
})

/** Another version's row, or one that is damaged, is as if it were not there. */
export function keptIn(rows: readonly SettingRow[]): {
  readonly settings: Settings
  readonly opened: readonly Opened[]
  readonly goals: readonly GolferGoal[]
} {
  const set = Object.entries(SETTINGS).flatMap(([key, schema]) => {
    const row = rows.find(({ id }) => id === key)
    const [value] = row ? valuesOf([row], schema) : []
    return value === undefined ? [] : [[key, value] as const]
  })
  const ofKind = (kind: string) => rows.filter(({ id }) => id.startsWith(`${kind}:`))
  return {
    settings: { ...settingDefaults, ...Object.fromEntries(set) },
    opened: valuesOf(ofKind('finding'), Working),
    goals: valuesOf(ofKind('goal'), Goal),
  }
}

function valuesOf<T>(rows: readonly SettingRow[], schema: v.GenericSchema<unknown, T>): readonly T[] {
  return rows.flatMap(({ value }) => {
    const read = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), value)
    return read.success ? [read.output] : []
  })
}
