/** A database in memory with the device's migrations, for tests in Node: commands and queries as the owner runs them. */

import { stage } from '../backup/stage.ts'
import type { Command, NewCommand, Outcome } from '../command.ts'
import type { CommandContext } from '../commands/context.ts'
import { runCommand } from '../commands/index.ts'
import { type Connection, openConnection } from '../connection.ts'
import { migrate } from '../migrate.ts'
import { deviceMigrations } from '../migrations.ts'
import { prepareConnection, queries } from '../queries/index.ts'
import type { Answer, Params, QueryName } from '../query.ts'
import type { Reader, SqlValue, Tx } from '../sql.ts'
import { loadSqlJs } from '../sqljs.ts'

export interface Memory {
  readonly reader: Reader
  /** As the owner runs it: committed if the outcome is ok, else nothing changed. */
  run(command: NewCommand | Command, context?: Partial<CommandContext>): Promise<Outcome>
  /** The same, for commands that must go well. */
  done(
    command: NewCommand | Command,
    context?: Partial<CommandContext>,
  ): Promise<Extract<Outcome, { ok: true }>>
  query<Q extends QueryName>(name: Q, params: Params<Q>): Promise<Answer<Q>>
  write<T>(work: (tx: Tx) => T | Promise<T>): Promise<T>
  /** Every row of every table, for comparing what was before with what is after. */
  dump(tables?: readonly string[]): { readonly [table: string]: readonly unknown[] }
  /** Beside the live one, as the store makes it for an export. */
  copy(): Promise<Connection>
  /** The same database opened anew from its file, as after a reload. */
  reloaded(): Promise<Memory>
  /** All databases of a process share SQLite's memory. */
  close(): void
}

/** A wall clock that a test turns. */
export interface Wall {
  now_ms: number
}

export async function openMemory(wall: Wall = { now_ms: Date.UTC(2026, 0, 2, 12) }): Promise<Memory> {
  return memoryOf(null, new Map(), wall)
}

let ids = 0

async function memoryOf(
  file: Uint8Array | null,
  payloads: Map<string, Uint8Array<ArrayBuffer>>,
  wall: Wall,
): Promise<Memory> {
  const connection = openConnection(await loadSqlJs(), file)
  migrate(connection, deviceMigrations)
  prepareConnection(connection.script)
  let commit_no = connection.get<{ n: number }>('SELECT coalesce(max(commit_no), 0) AS n FROM outbox')?.n ?? 0

  const reader: Reader = {
    all: connection.all,
    get: connection.get,
    payload: async id => payloads.get(id),
    storage: async () => ({ database_bytes: 0, log_bytes: 0, payload_bytes: 0, last_saved: null }),
  }

  async function write<T>(work: (tx: Tx) => T | Promise<T>): Promise<T> {
    const put = new Map<string, Uint8Array<ArrayBuffer>>()
    const dropped = new Set<string>()
    connection.begin()
    try {
      const value = await work({
        ...reader,
        run: connection.run,
        payload: async id => put.get(id) ?? payloads.get(id),
        putPayload: (id, bytes) => put.set(id, bytes),
        dropPayload: id => dropped.add(id),
        commit_no: commit_no + 1,
      })
      connection.commit()
      commit_no++
      for (const [id, bytes] of put) payloads.set(id, bytes)
      for (const id of dropped) payloads.delete(id)
      return value
    } catch (error) {
      connection.rollback()
      throw error
    }
  }

  async function run(command: NewCommand | Command, context: Partial<CommandContext> = {}): Promise<Outcome> {
    const whole = { id: `command-${++ids}`, ...command } as Command
    const all: CommandContext = {
      now: () => wall.now_ms,
      loadSql: loadSqlJs,
      uuid: () => `uuid-${++ids}`,
      progress: () => {},
      signal: new AbortController().signal,
      yieldNow: async () => {},
      ...context,
    }
    const read = whole.kind === 'restore' ? await stage(whole.file, all) : null
    if (read && !read.ok) return read
    const staged = read?.value
    if (staged) connection.attach(staged.database, 'staged')
    try {
      return await write(async tx => {
        const outcome = await runCommand(tx, whole, { ...all, ...(staged && { staged }) })
        if (!outcome.ok) throw new NotDone(outcome)
        return outcome
      })
    } catch (error) {
      if (error instanceof NotDone) return error.outcome
      throw error
    } finally {
      if (staged) connection.detach('staged')
      staged?.close()
    }
  }

  return {
    reader,
    run,
    async done(command, context) {
      const outcome = await run(command, context)
      if (!outcome.ok) throw new Error(`${command.kind}: ${outcome.problem.says}`)
      return outcome
    },
    query: async (name, params) => queries[name].read(reader, params),
    write,
    dump(tables) {
      const names =
        tables ??
        reader
          .all<{ name: string }>(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
          )
          .map(({ name }) => name)
      return Object.fromEntries(
        names.map(name => [
          name,
          reader.all<Record<string, SqlValue>>(`SELECT * FROM ${name} ORDER BY 1, 2`),
        ]),
      )
    },
    async copy() {
      const copy = openConnection(await loadSqlJs(), connection.file())
      prepareConnection(copy.script)
      return copy
    },
    reloaded: () => memoryOf(connection.file(), payloads, wall),
    close: connection.close,
  }
}

class NotDone extends Error {
  readonly outcome: Outcome
  constructor(outcome: Outcome) {
    super('not done')
    this.outcome = outcome
  }
}
