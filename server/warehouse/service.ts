/** The warehouse of this server: opened at first use, one run at a time, joined by whoever asks meanwhile. */
import type { Holding } from '../../shared/sync/wire.ts'
import type { SettingRow } from '../coach/kept.ts'
import { type Cloud, settingsOf } from './cloud.ts'
import { type Earlier, earlierShots } from './earlier.ts'
import { holdsOf } from './holds.ts'
import type { Installed } from './installed.ts'
import { countPlanned, incrementalPlan } from './plan.ts'
import { lastRuns, type Mode, type Run } from './runs.ts'
import { openSandbox } from './sandbox.ts'
import { dryRun, type Event, sync } from './sync.ts'
import { type Verdict, verify } from './verify.ts'
import { type Answer, type Row, type Warehouse, WarehouseProblem } from './warehouse.ts'

/** What a stream ends with where it can't go on. */
export interface Failed {
  readonly kind: 'failed'
  readonly problem: WarehouseProblem['kind'] | 'bug'
  readonly says: string
  readonly cure: string
}
export type Line = Event | Failed

export interface About {
  readonly kind: Warehouse['kind']
  readonly name: string
  readonly running: boolean
  /** The newest first. */
  readonly runs: readonly Run[]
  /** Rows that the next incremental run would move. */
  readonly waiting: number
  /** By log, repeated states too. */
  readonly rows: Readonly<Record<string, number>>
  /** Of this machine; null = nothing is installed. */
  readonly schedule: Installed | null
}

export interface WarehouseService {
  /** Begins a run, or joins the one that goes on here. */
  sync(asked: {
    readonly mode: Mode
    readonly isDryRun: boolean
    readonly pause_s: number
    /** The golfer who asks; null: the operator. */
    readonly by: string | null
  }): AsyncIterable<Line>
  /** Ends the run at its next clean point: a golfer only what they began. False: there is none that they may end. */
  stop(by: string | null): boolean
  verify(): Promise<Verdict>
  query(sql: string, mostRows: number): Promise<Answer>
  /** Of that golfer's rows alone; one after the other, as each is a process. */
  queryOwn(user_id: string, sql: string, mostRows: number): Promise<Answer>
  rows(view: string): Promise<AsyncIterable<readonly Row[]>>
  about(runs: number): Promise<About>
  /** Of one golfer, as the cloud has them: they stand in no warehouse. */
  settings(user_id: string): Promise<readonly SettingRow[]>
  /** The earlier system's table beside ours; null: there is none. */
  earlier(): Promise<Earlier | null>
  /** Of one golfer; null: nothing yet. */
  holds(user_id: string): Promise<Holding | null>
  /** False: there is no such golfer. */
  leaveOut(user_id: string, out: boolean): Promise<boolean>
  close(): Promise<void>
}

export interface ServiceOptions {
  /** Throws a WarehouseProblem where it can't be read. */
  readonly cloud: () => Cloud
  readonly open: () => Promise<Warehouse>
  readonly schedule: () => Installed | null
  readonly holder: string
  readonly now: () => number
}

/** Golfers' questions, of which one is answered at a time. */
const MOST_ASKED = 8

interface Running {
  readonly by: string | null
  readonly lines: Line[]
  isOver: boolean
  /** Those who wait for the next line. */
  waiting: (() => void)[]
}

export function openWarehouseService({
  cloud,
  open,
  schedule,
  holder,
  now,
}: ServiceOptions): WarehouseService {
  let opening: Promise<Warehouse> | null = null
  let running: Running | null = null
  let stopping = new AbortController()
  let asking: Promise<unknown> = Promise.resolve()
  let asked = 0
  const warehouse = () => {
    opening ??= open().catch(error => {
      opening = null // the next one tries again
      throw error
    })
    return opening
  }

  function begin(mode: Mode, pause_s: number, by: string | null): Running {
    const run: Running = { by, lines: [], isOver: false, waiting: [] }
    const tell = (line: Line) => {
      run.lines.push(line)
      for (const next of run.waiting.splice(0)) next()
    }
    stopping = new AbortController()
    const { signal } = stopping
    const work = async () => {
      try {
        await sync({ cloud: cloud(), warehouse: await warehouse(), mode, holder, pause_s, now, signal, tell })
      } catch (error) {
        tell(failedBy(error))
      }
      run.isOver = true
      running = null
      for (const next of run.waiting.splice(0)) next()
    }
    void work()
    return run
  }

  return {
    sync: async function* ({ mode, isDryRun, pause_s, by }) {
      if (isDryRun) {
        try {
          yield await dryRun({ cloud: cloud(), warehouse: await warehouse(), mode })
        } catch (error) {
          yield failedBy(error)
        }
        return
      }
      running ??= begin(mode, pause_s, by)
      const joined = running
      for (let at = 0; ; at++) {
        while (at >= joined.lines.length && !joined.isOver)
          await new Promise<void>(next => joined.waiting.push(next))
        const line = joined.lines[at]
        if (!line) return
        yield line
      }
    },
    stop: by => {
      if (running === null || (by !== null && by !== running.by)) return false
      stopping.abort()
      return true
    },
    verify: async () => verify(cloud(), await warehouse()),
    query: async (sql, mostRows) => (await warehouse()).query(sql, mostRows),
    queryOwn: async (user_id, sql, mostRows) => {
      if (asked >= MOST_ASKED)
        throw new WarehouseProblem('refused', 'Many ask just now.', 'Ask again in a moment.')
      asked += 1
      const answer = asking.then(async () => {
        const sandbox = await openSandbox(await warehouse(), user_id)
        return sandbox.query(sql, mostRows).finally(sandbox.close)
      })
      asking = answer
        .catch(() => {})
        .finally(() => {
          asked -= 1
        })
      return answer
    },
    rows: async view => {
      const open = await warehouse()
      return open.read(at => `SELECT * FROM ${at(view)}`)
    },
    about: async most => {
      const from = cloud()
      const open = await warehouse()
      const runs = await lastRuns(from, await open.identity(), most)
      const waiting = Object.values(await countPlanned(from, await incrementalPlan(from, open)))
      return {
        kind: open.kind,
        name: open.name,
        running: running !== null,
        runs,
        waiting: waiting.reduce((sum, rows) => sum + rows, 0),
        rows: Object.fromEntries([...(await open.tables())].map(([name, { rows }]) => [name, rows])),
        schedule: schedule(),
      }
    },
    settings: async user_id => settingsOf(cloud(), user_id),
    earlier: async () => earlierShots(await warehouse()),
    holds: async user_id => holdsOf(await warehouse(), user_id),
    leaveOut: async (user_id, out) => (await cloud().call('leave_out', { user_id, out })) === true,
    close: async () => {
      stopping.abort()
      const going = running
      while (going && !going.isOver) await new Promise<void>(next => going.waiting.push(next))
      const open = await opening?.catch(() => null)
      opening = null
      await open?.close()
    },
  }
}

export function failedBy(error: unknown): Failed {
  if (error instanceof WarehouseProblem) {
    const { kind: problem, message: says, cure } = error
    return { kind: 'failed', problem, says, cure }
  }
  console.error('The warehouse failed:', error)
  return {
    kind: 'failed',
    problem: 'bug',
    says: 'Rangebook made a mistake at the warehouse.',
    cure: 'Run it again: a run goes on where the last one stopped. The server’s log has more.',
  }
}
