/** What queries and commands see of SQLite: statements are cached, values bound. */
export type SqlValue = string | number | Uint8Array | null

export interface Reader {
  /** Rows as objects by column name. */
  all<T>(sql: string, values?: readonly SqlValue[]): T[]
  /** The first row, or undefined. */
  get<T>(sql: string, values?: readonly SqlValue[]): T | undefined
  /** Bytes of a payload, as put; undefined if it is not kept here. Lies outside SQLite. */
  payload(id: string): Promise<Uint8Array<ArrayBuffer> | undefined>
  /** What the store takes on this device, and when it last became durable. */
  storage(): Promise<StoreSize>
}

export interface StoreSize {
  readonly database_bytes: number
  readonly log_bytes: number
  readonly payload_bytes: number
  /** ISO UTC; null = nothing was written yet. */
  readonly last_saved: string | null
}

/** One transaction: all of it becomes durable, or none. */
export interface Tx extends Reader {
  /**
   * Runs one INSERT, UPDATE or DELETE; answers the number of rows it changed. REPLACE and a DELETE without
   * WHERE are refused: SQLite tells nobody which rows they touched, and the log would not hold them.
   */
  run(sql: string, values?: readonly SqlValue[]): number
  /** Keeps bytes beside the database, in the same durable commit. */
  putPayload(id: string, bytes: Uint8Array<ArrayBuffer>): void
  dropPayload(id: string): void
  /** The number that this commit will have; outbox entries carry it. */
  readonly commit_no: number
}
