import type { Catalogue, Column, TableName } from './catalogue.ts'

/** SQLite has no booleans: a boolean column holds 0 or 1; a json column holds its text. */
type Value<C extends Column> = C['type'] extends 'text' | 'json' ? string : number

/** A row of a table as SQLite holds it; missing is null. */
export type Row<T extends TableName> = {
  -readonly [K in keyof Catalogue[T]['columns']]: Catalogue[T]['columns'][K] extends infer C extends Column
    ? C extends { required: true }
      ? Value<C>
      : Value<C> | null
    : never
}

export type Shot = Row<'shots'>
export type Group = Row<'groups'>
export type Session = Row<'sessions'>
export type Club = Row<'clubs'>

/** A shot's measurements: its facts with a unit, as the source gave them, in SI. */
export type Measures = Pick<
  Shot,
  Extract<keyof Shot, `${string}_${'m' | 'mps' | 'deg' | 'rpm' | 'mm' | 's'}`>
>
export type Measure = keyof Measures

export const groupKinds = ['practice', 'drill', 'warm-up', 'test', 'round'] as const
export type GroupKind = (typeof groupKinds)[number]

export const clubCategories = ['driver', 'wood', 'hybrid', 'iron', 'wedge', 'putter', 'mixed'] as const
export type ClubCategory = (typeof clubCategories)[number]

/** The club of a simulator round whose software kept one club for every swing. */
export const MIXED_CLUB = 'code:MIXED'
