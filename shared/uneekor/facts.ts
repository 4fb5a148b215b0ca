/** What the parser gives: rows by the catalogue, with their facts alone. */
import type { Catalogue, TableName } from '../schema/catalogue.ts'
import type { Row } from '../schema/rows.ts'

/** Columns of a table that the source fills. */
export type FactColumn<T extends TableName> = {
  [K in keyof Catalogue[T]['columns']]: Catalogue[T]['columns'][K] extends { origin: 'measured' } ? K : never
}[keyof Catalogue[T]['columns']]

export type Facts<T extends TableName> = Pick<Row<T>, FactColumn<T>>

export type GroupFacts = Facts<'groups'> &
  Pick<Row<'groups'>, 'fact_source' | 'parser_version'> & { id: string }

/** With the guess of `excluded`: 1 where the source hides or deletes the shot or its group. */
export type ShotFacts = Facts<'shots'> &
  Pick<Row<'shots'>, 'fact_source' | 'parser_version'> & { id: string; excluded: 0 | 1 }

/** A group's default session; its date is a guess that the golfer may edit. */
export interface SessionSeed {
  id: string
  report_id: string
  practice_date: string | null
}

export interface SetAside {
  /** Place in the payload: [2].shots[14]. */
  path: string
  /** What was wrong, naming the field. */
  reason: string
  /** The piece as JSON text, at most 4 KB. */
  raw: string
}

export interface ReportWarning {
  kind: 'other_report' | 'no_date' | 'group_id_from_shots' | 'shot_twice' | 'field_dropped'
  says: string
}

export interface ParsedReport {
  kind: 'report'
  report: { id: string; maker: 'uneekor' }
  groups: GroupFacts[]
  sessions: SessionSeed[]
  shots: ShotFacts[]
  /** Codes of the clubs chosen in the software, each once, in the order of the payload. */
  clubCodes: string[]
  setAside: SetAside[]
  /** Shots that stood in the payload again; the later one was taken. */
  repeated: number
  warnings: ReportWarning[]
}

export interface ReportProblem {
  kind: 'empty_report' | 'not_a_report'
  says: string
}
