/** What queries and commands see of SQLite: statements are cached, values bound. */
export type SqlValue = string | number | Uint8Array | null

export interface Reader {
  /** Rows as objects by column name. */
  all<T>(sql: string, values?: readonly SqlValue[]): T[]
  /** The first row, or undefined. */
  get<T>(sql: string, values?: readonly SqlValue[]): T | undefined
  /** Bytes of a payload, as put; undefined if it is not kept here. Lies outside SQLite. */
  payload(id: string): Promise<Uint8Array | undefined>
}

/** One transaction: all of it becomes durable, or none. */
export interface Tx extends Reader {
  /** Runs one statement; answers the number of rows it changed. Never REPLACE: the update hook misses it. */
  run(sql: string, values?: readonly SqlValue[]): number
  /** Keeps bytes beside the database, in the same durable commit. */
  putPayload(id: string, bytes: Uint8Array): void
  dropPayload(id: string): void
  /** The number that this commit will have; outbox entries carry it. */
  readonly commit_no: number
}
