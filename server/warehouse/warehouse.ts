/** The port: what the sync, verify and query need of a warehouse. DuckDB and BigQuery stand behind it. */
import type { LogTable } from './tables.ts'

export type Cell = string | number | boolean | null
export type Row = { readonly [column: string]: Cell }

export interface Load {
  readonly log: LogTable
  /** append: beside what is there; replace: in its place, at one instant. */
  readonly mode: 'append' | 'replace'
  readonly pages: AsyncIterable<readonly Row[]>
  /** What makes this load the same one when it is sent again; asked for once `pages` are read. */
  readonly key: () => string
  /** What the log's watermarks are at least once it is there; asked for like `key`. Empty: nothing to go by. */
  readonly reached: () => readonly Watermark[]
}

export interface TableState {
  readonly rows: number
  /** Milliseconds, or 0 where a table has no such time: an expired one made again is another. */
  readonly created_ms: number
}

/** The log's own highest revision of a golfer's epoch. */
export interface Watermark {
  readonly user_id: string
  readonly epoch: number
  readonly rev: number
}

/** A row of golfer_log that counts: see marksSql. */
export interface Mark extends Watermark {
  readonly token: string | null
  readonly done: boolean
}

export interface Answer {
  readonly columns: readonly string[]
  readonly rows: readonly Row[]
  /** More rows than the limit: they were left out. */
  readonly isCut: boolean
}

export interface Warehouse {
  readonly kind: 'duckdb' | 'bigquery'
  /** For people: where it is. */
  readonly name: string
  /** This process alone can have it open. */
  readonly isAlone: boolean
  /** The same for as long as its data are the same ones: leases and audit rows go by it. */
  identity(): Promise<string>
  /**
   * Waits for loads of ours that nobody waited for, then makes the tables and columns that are missing. Answers which
   * logs got columns: what stood there lacks their values.
   */
  prepare(): Promise<ReadonlySet<string>>
  /** By name, of those logs that are there. */
  tables(): Promise<ReadonlyMap<string, TableState>>
  /** Of a table that need not be ours; null: there is none. */
  columnsOf(table: string): Promise<readonly string[] | null>
  watermarks(log: LogTable): Promise<readonly Watermark[]>
  marks(): Promise<readonly Mark[]>
  /** All of it or nothing. Answers how many bytes went there. */
  load(load: Load): Promise<number>
  makeViews(): Promise<void>
  /** Our own SQL, `at` writing the names; pages of rows. */
  read(sql: (at: (name: string) => string) => string): AsyncIterable<readonly Row[]>
  /** The operator's SQL: one SELECT, that reads the warehouse and nothing else. Throws a WarehouseProblem. */
  query(sql: string, mostRows: number): Promise<Answer>
  close(): Promise<void>
}

/** It can't go on; `says` and `cure` are for the operator. */
export class WarehouseProblem extends Error {
  readonly kind: 'refused' | 'unreachable' | 'changed_by_hand' | 'full_disk' | 'bad_query' | 'not_configured'
  readonly cure: string
  constructor(kind: WarehouseProblem['kind'], says: string, cure: string, cause?: unknown) {
    super(says, { cause })
    this.kind = kind
    this.cure = cure
  }
}
