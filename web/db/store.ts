/**
 * A durable database: SQLite in memory, each commit in the log before it counts. One owner uses it;
 * a later owner's take-over makes every write here fail as fenced.
 */
import type { SqlJsStatic } from 'sql.js'
import type { Recovery } from './client.ts'
import { type Connection, openConnection, type TableChange } from './connection.ts'
import { LogError } from './idb.ts'
import { openLog, type Stored } from './log.ts'
import { type Migration, migrate } from './migrate.ts'
import * as problems from './problems.ts'
import { ProblemError, type Stop } from './problems.ts'
import { furthest, restore, sizeOf } from './replay.ts'
import type { Reader, StoreSize, Tx } from './sql.ts'

export interface StoreOptions {
  readonly name: string
  readonly sql: SqlJsStatic | Promise<SqlJsStatic>
  readonly migrations: readonly Migration[]
  /** Makes what every connection needs and no file holds: temporary views. */
  readonly prepare: (run: (sql: string) => void) => void
  /** There was a history under this name: an empty store was emptied behind the app's back. */
  readonly expected: boolean
  readonly now: () => number
  readonly uuid: () => string
  /** Another bound in tests. */
  readonly leapRows?: number
}

export interface Store {
  /** Why it can't be used; null = it can. */
  stopped(): Stop | null
  /** Number of the last commit. */
  seq(): number
  read<T>(work: (reader: Reader) => T | Promise<T>): Promise<T>
  /**
   * Resolves when durable. Throws what `work` throws, with nothing changed. `beside`: a database that the
   * work reads under the name `staged`.
   */
  write<T>(
    work: (tx: Tx) => T | Promise<T>,
    beside?: Connection,
  ): Promise<{ value: T; tables: readonly string[] }>
  /** Makes a snapshot of now, so that opening has no log to replay. Commits go on meanwhile. */
  fold(): Promise<void>
  /** For a quiet moment: checks what looked doubtful, folds a log that has grown. */
  tidy(): Promise<void>
  exportFile(): Promise<Uint8Array<ArrayBuffer>>
  /** The database as it is now, to be read beside the commits that go on. Its taker closes it. */
  copy(): Promise<Connection>
  /** A payload's bytes, beside what goes on. */
  payload(id: string): Promise<Uint8Array<ArrayBuffer> | undefined>
  recover(how: Recovery): Promise<void>
  close(): void
}

/** A log of this size is folded in the next quiet moment: replaying it takes some 50 ms. */
const FOLD_QUIET_BYTES = 1_000_000
/** … and of this size at once. */
const FOLD_NOW_BYTES = 8_000_000
/**
 * Above so many rows a commit is a snapshot instead of a record of the log, which would hold all of it as
 * objects at once. An import of 20,000 shots, with its outbox and its items, is below.
 */
const LEAP_ROWS = 65_000

export async function openStore(options: StoreOptions): Promise<Store> {
  const { migrations, now, leapRows = LEAP_ROWS } = options
  const log = openLog(options.name, options.uuid())
  const taking = log.takeOver()
  taking.catch(() => {})
  const sql = await options.sql
  // For a new golfer; for all others it compiles SQLite's code while IndexedDB reads.
  let empty: Connection | null = openConnection(sql, null)

  let connection: Connection | null = null
  let stop: Stop | null = null
  let seq = 0
  let logBytes = 0
  /** A write failed and left open how far the log goes: no other until that is known. */
  let suspect = false
  /** Something went wrong that may have touched the memory: check it in the next quiet moment. */
  let doubtful = false
  let folding: Promise<void> | null = null
  let closed = false

  // One at a time: a commit keeps its SQLite transaction open while IndexedDB writes, and nobody may see
  // what is not yet durable.
  let queue: Promise<unknown> = Promise.resolve()
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = queue.then(work)
    queue = turn.catch(() => {})
    return turn
  }

  function usable(): Connection {
    if (stop) throw new ProblemError(stop.problem)
    if (!connection) throw new LogError('fenced')
    return connection
  }

  function discard(): void {
    connection?.close()
    connection = null
  }

  async function load(stored: Stored | null): Promise<void> {
    if (!stored) {
      if (options.expected) stop = problems.emptied
      else await createEmpty()
      return
    }
    const restored = restore(sql, stored, migrations)
    if (restored.seq !== log.tip()?.seq) {
      restored.connection.close()
      throw new LogError('damaged')
    }
    if (restored.connection.version() > migrations.length) {
      restored.connection.close()
      throw new LogError('newer')
    }
    if (restored.connection.version() < migrations.length) {
      try {
        migrate(restored.connection, migrations)
      } catch (error) {
        restored.connection.close()
        throw new ProblemError(problems.notMigrated.problem, error)
      }
      try {
        await log.renew(restored.connection.file(), migrations.length)
      } catch (error) {
        restored.connection.close()
        throw error
      }
      logBytes = 0
    } else logBytes = sizeOf(stored.records.flatMap(record => record.changes))
    use(restored.connection, log.tip()?.seq ?? restored.seq)
  }

  async function createEmpty(): Promise<void> {
    const made = empty ?? openConnection(sql, null)
    empty = null
    migrate(made, migrations)
    await log.create(made.file(), migrations.length, options.uuid(), 0)
    logBytes = 0
    use(made, 0)
  }

  function use(next: Connection, at: number): void {
    next.begin()
    options.prepare(next.script)
    next.commit()
    discard()
    connection = next
    seq = at
    stop = null
    suspect = false
  }

  /** `load`, with what may be wrong turned into a stop. */
  async function open(taken: Promise<Stored | null>): Promise<void> {
    try {
      await load(await taken)
    } catch (error) {
      if (isQuota(error) && (await openToRead())) return
      stopFor(error)
    }
  }

  /**
   * A full device refuses even the take-over. Reading needs no room, so the history is shown all the
   * same; the first write takes over, if there is room by then. False where there is nothing to read.
   */
  async function openToRead(): Promise<boolean> {
    const stored = await log.read('current').catch(() => null)
    if (!stored) return false
    const restored = restore(sql, stored, migrations)
    if (restored.connection.version() !== migrations.length) {
      restored.connection.close()
      return false
    }
    use(restored.connection, restored.seq)
    suspect = true
    return true
  }

  function stopFor(error: unknown): void {
    if (error instanceof LogError) {
      switch (error.trouble) {
        case 'fenced':
          discard()
          throw error
        case 'emptied':
          stop = connection ? problems.emptiedWhileOpen : problems.emptied
          return
        case 'removed':
          discard()
          stop = problems.removed
          return
        case 'newer':
          discard()
          stop = problems.newer
          return
        case 'quota':
          stop = problems.full
          return
        case 'unreachable':
          stop = problems.unreachable
          return
        case 'damaged':
          break
        default:
          error.trouble satisfies never
      }
    }
    console.error(error)
    discard()
    const isMigration = error instanceof ProblemError && error.problem === problems.notMigrated.problem
    stop = isMigration ? problems.notMigrated : problems.damaged
  }

  const size = async (): Promise<StoreSize> => ({
    database_bytes: usable().get<{ bytes: number }>(
      'SELECT page_count * page_size AS bytes FROM pragma_page_count, pragma_page_size',
    )?.bytes as number,
    log_bytes: logBytes,
    payload_bytes: await log.payloadBytes(),
    last_saved: log.tip()?.saved_at ?? null,
  })

  async function read<T>(work: (reader: Reader) => T | Promise<T>): Promise<T> {
    return inTurn(async () => {
      const { all, get } = usable()
      try {
        return await work({ all, get, payload: log.payload, storage: size })
      } catch (error) {
        doubt(error)
        throw error
      }
    })
  }

  async function write<T>(
    work: (tx: Tx) => T | Promise<T>,
    beside?: Connection,
  ): Promise<{ value: T; tables: readonly string[] }> {
    const written = await inTurn(async () => {
      if (suspect) await reopen()
      const database = usable()
      const commit_no = seq + 1
      if (beside) database.attach(beside, 'staged')
      try {
        return await commitOf(database, work, commit_no)
      } finally {
        // Whatever became of it; a connection that was discarded is closed with it.
        if (beside && connection === database) database.detach('staged')
      }
    })
    if (logBytes > FOLD_NOW_BYTES) foldAside()
    return written
  }

  async function commitOf<T>(
    database: Connection,
    work: (tx: Tx) => T | Promise<T>,
    commit_no: number,
  ): Promise<{ value: T; tables: readonly string[] }> {
    const put = new Map<string, Uint8Array<ArrayBuffer>>()
    const drop = new Set<string>()
    database.begin()
    let value: T
    let changes: TableChange[] = []
    let touched: ReturnType<Connection['touched']>
    try {
      value = await work({
        all: database.all,
        get: database.get,
        run: database.run,
        storage: size,
        payload: async id => put.get(id) ?? (drop.has(id) ? undefined : log.payload(id)),
        putPayload(id, bytes) {
          drop.delete(id)
          put.set(id, bytes)
        },
        dropPayload(id) {
          put.delete(id)
          drop.add(id)
        },
        commit_no,
      })
      touched = database.touched()
      if (touched.rows <= leapRows) changes = database.changes()
    } catch (error) {
      doubt(error)
      rollBack(database)
      throw error
    }
    const { tables } = touched
    if (touched.rows === 0 && put.size + drop.size === 0) {
      database.commit()
      return { value, tables }
    }
    const leaps = touched.rows > leapRows
    const payloads = { put, drop }
    const saved_at = new Date(now()).toISOString()
    try {
      if (leaps) {
        // In memory first: SQLite gives no file of an open transaction. Nobody reads it before it is durable.
        database.commit()
        await log.leap(database.file(), migrations.length, payloads, saved_at)
      } else {
        await log.append({ seq: commit_no, version: migrations.length, changes }, payloads, saved_at)
      }
    } catch (error) {
      if (leaps) discard()
      else rollBack(database)
      const failure = await afterFailure(error)
      if (seq !== commit_no) throw failure
      // Reopened, the store has it: only the answer was lost.
      return { value, tables }
    }
    if (closed) throw new LogError('fenced')
    try {
      if (!leaps) database.commit()
    } catch (error) {
      // It is durable; only the memory missed it.
      console.error(error)
      discard()
      await open(log.takeOver())
    }
    seq = commit_no
    logBytes = leaps ? 0 : logBytes + sizeOf(changes)
    return { value, tables }
  }

  /** SQLite's own words for an image that can't be right. */
  function doubt(error: unknown): void {
    if (error instanceof Error && /malformed|not a database|disk I\/O/.test(error.message)) doubtful = true
  }

  function rollBack(database: Connection): void {
    try {
      database.rollback()
    } catch (error) {
      // SQLite has rolled back by itself, or is past that: only the store knows what stands.
      console.error(error)
      suspect = true
      doubtful = true
    }
  }

  /** What to say of a commit that failed; the store then knows again how far the log goes. */
  async function afterFailure(error: unknown): Promise<unknown> {
    suspect = true
    doubtful = true
    if (!(error instanceof LogError)) return error
    switch (error.trouble) {
      case 'fenced':
        discard()
        return error
      case 'quota':
      case 'unreachable':
        try {
          await reopen()
        } catch (again) {
          // Still out of reach: the next write tries again. Fenced: it ends here.
          if (again instanceof LogError) return again
        }
        return new ProblemError(error.trouble === 'quota' ? problems.quota : problems.notSaved, error)
      default:
        stopFor(error)
        return new ProblemError(stop?.problem ?? problems.notSaved, error)
    }
  }

  /** After a failed write: goes on from the store, which has it or has it not. */
  async function reopen(): Promise<void> {
    try {
      // Without a head it was opened to be read alone.
      const tip = log.head() && (await log.retake())
      if (tip?.seq === seq && connection) suspect = false
      else await load(await log.takeOver())
    } catch (error) {
      // A leap that failed leaves no memory: what is durable is opened as far as it can be.
      if (isQuota(error)) {
        if (!connection && !(await openToRead())) stopFor(error)
        throw new ProblemError(problems.quota, error)
      }
      if (error instanceof LogError && error.trouble === 'unreachable') {
        if (!connection) stopFor(error)
        throw new ProblemError(problems.notSaved, error)
      }
      stopFor(error)
    }
  }

  async function fold(): Promise<void> {
    // One that is under way began before the commits that this one is to hold.
    await folding?.catch(() => {})
    folding ??= foldOnce().finally(() => {
      folding = null
    })
    await folding
  }

  async function foldOnce(): Promise<void> {
    const taken = await inTurn(async () => {
      if (stop || suspect || !connection || log.head()?.current.seq === seq) return null
      // A damaged image must not take the place of a good one.
      if (!sound(connection)) return null
      return { file: connection.file(), seq, logBytes }
    })
    if (!taken) return
    if (await log.fold(taken.file, taken.seq, migrations.length)) logBytes -= taken.logBytes
  }

  /** A fold that fails loses nothing: the log is still there, and the next one tries again. */
  function foldAside(): void {
    if (!folding) fold().catch(error => console.warn(error))
  }

  function sound(database: Connection): boolean {
    const faults = database.faults()
    if (faults.length === 0) return true
    stopFor(new Error(faults.join('; ')))
    return false
  }

  async function tidy(): Promise<void> {
    if (doubtful) {
      await inTurn(async () => {
        if (connection && !stop && sound(connection)) doubtful = false
      })
    }
    if (logBytes > FOLD_QUIET_BYTES) await fold()
  }

  async function exportFile(): Promise<Uint8Array<ArrayBuffer>> {
    return inTurn(async () => {
      if (connection) return connection.file()
      const good = await furthest(sql, log, migrations)
      if (!good) throw new ProblemError(stop?.problem ?? problems.failed)
      const file = good.connection.file()
      good.connection.close()
      return file
    })
  }

  async function copy(): Promise<Connection> {
    const file = await inTurn(async () => usable().file())
    const made = openConnection(sql, file)
    made.begin()
    options.prepare(made.script)
    made.commit()
    return made
  }

  async function recover(how: Recovery): Promise<void> {
    await inTurn(async () => {
      switch (how) {
        case 'start_afresh':
          discard()
          return createEmpty()
        case 'put_back': {
          if (!connection) throw new ProblemError(problems.failed)
          const kept = connection
          await log.create(kept.file(), migrations.length, options.uuid(), seq)
          logBytes = 0
          stop = null
          suspect = false
          return
        }
        case 'last_good_copy': {
          const good = await furthest(sql, log, migrations)
          if (!good) throw new ProblemError(problems.damaged.problem)
          migrate(good.connection, migrations)
          await log.replace(good.connection.file(), migrations.length)
          logBytes = 0
          use(good.connection, log.tip()?.seq ?? good.seq)
          return
        }
        default:
          how satisfies never
      }
    })
  }

  await open(taking)
  empty?.close()
  empty = null

  return {
    stopped: () => stop,
    seq: () => seq,
    read,
    write,
    fold,
    tidy,
    exportFile,
    copy,
    payload: log.payload,
    recover,
    close() {
      closed = true
      discard()
      log.close()
    },
  }
}

function isQuota(error: unknown): boolean {
  return error instanceof LogError && error.trouble === 'quota'
}
