import { useCallback, useEffect, useRef, useState } from 'react'
import type { Holding } from '../../../shared/sync/wire.ts'
import type { Db, Progress } from '../../db/client.ts'
import type { Problem } from '../../db/command.ts'
import { ProblemError } from '../../db/problems.ts'
import { useDb } from '../../db/react.tsx'
import { type Comparison, compareStores, repair } from '../../sync/compare.ts'
import type { Connection } from '../../sync/connect.ts'
import { problemOf } from '../../sync/problems.ts'
import { useConnection } from '../../sync/react.tsx'
import { supabaseCloud } from '../../sync/supabase.ts'
import { fillWarehouse, type WarehouseSide, warehouseDoor, warehouseOf } from '../../sync/warehouse.ts'

/** What goes on, of which at most one at a time, and can be stopped. */
export interface Doing {
  readonly what: 'syncing' | 'comparing' | 'repairing' | 'reading' | 'filling'
  readonly progress: Progress
}

export interface Stores {
  readonly device: Holding | null
  /** As measured when last compared; null = not yet, or no cloud is in use. */
  readonly measured: Comparison | null
  /** Null: none is filled from this cloud, or it was not asked yet. */
  readonly warehouse: WarehouseSide | null
  readonly doing: Doing | null
  readonly problem: Problem | null
  /** Sends and fetches what waits, then compares. */
  readonly compare: () => void
  readonly repair: () => void
  readonly backfill: () => void
  /** Brings the warehouse what waits. */
  readonly fill: () => void
  readonly stop: () => void
}

/** The stores of the open database, looked at when the screen opens; leaving it stops what goes on. */
export function useStores(): Stores {
  const db = useDb()
  const connection = useConnection()
  const [device, setDevice] = useState<Holding | null>(null)
  const [measured, setMeasured] = useState<Stores['measured']>(null)
  const [warehouse, setWarehouse] = useState<WarehouseSide | null>(null)
  const [doing, setDoing] = useState<Doing | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const stopper = useRef(new AbortController())

  const work = useCallback(async (todo: (at: At) => Promise<void>) => {
    stopper.current.abort()
    const mine = new AbortController()
    stopper.current = mine
    const { signal } = mine
    setProblem(null)
    try {
      await todo({
        signal,
        show: (what, progress) => {
          if (!signal.aborted) setDoing({ what, progress })
        },
      })
    } catch (error) {
      if (signal.aborted) return
      const known = problemOf(error)
      if (!known) throw error
      setProblem(known)
    } finally {
      if (stopper.current === mine) setDoing(null)
    }
  }, [])

  const compare = useCallback(
    () =>
      work(async at => {
        setDevice(await db.query('holding', null))
        if (!connection) return
        setMeasured(await measure(db, connection, at))
        setWarehouse(await warehouseOf(warehouseDoor(connection, at.signal), cloudOf(connection)))
      }),
    [db, connection, work],
  )
  useEffect(() => {
    void compare()
    return () => stopper.current.abort()
  }, [compare])

  return {
    device: measured?.device ?? device,
    measured,
    warehouse,
    doing,
    problem,
    compare,
    repair: () =>
      work(async at => {
        if (!connection || !measured) return
        const onProgress = (progress: Progress) => at.show('repairing', progress)
        const { signal } = at
        await repair({ db, cloud: cloudOf(connection), signal, onProgress }, measured.differences)
        setMeasured(await measure(db, connection, at))
      }),
    backfill: () =>
      work(async at => {
        await readAgain(db, connection, at)
        setDevice(await db.query('holding', null))
        if (connection) setMeasured(await measure(db, connection, at))
      }),
    fill: () =>
      work(async at => {
        if (!connection) return
        at.show('filling', { done: 0, of: 0 })
        const door = warehouseDoor(connection, at.signal)
        await fillWarehouse(door, progress => at.show('filling', progress))
        setWarehouse(await warehouseOf(door, cloudOf(connection)))
      }),
    stop: () => {
      stopper.current.abort()
      setDoing(null)
    },
  }
}

interface At {
  readonly signal: AbortSignal
  readonly show: (what: Doing['what'], progress: Progress) => void
}

const cloudOf = ({ client, account }: Connection) => supabaseCloud(client, account.user_id)

async function measure(db: Db, connection: Connection, { signal, show }: At) {
  show('syncing', { done: 0, of: 0 })
  await connection.engine.sync()
  const onProgress = (progress: Progress) => show('comparing', progress)
  return compareStores({ db, cloud: cloudOf(connection), signal, onProgress })
}

/** One kept source after the other, each durable by itself; links of those that are kept nowhere are queued. */
async function readAgain(db: Db, connection: Connection | null, { signal, show }: At): Promise<void> {
  const { sources, links } = await db.query('backfill', null)
  const missing = [...links]
  for (const [done, { payload_id, report_id, key }] of sources.entries()) {
    show('reading', { done, of: sources.length })
    signal.throwIfAborted()
    let outcome = await db.run({ kind: 'backfill', payload_id }, { signal })
    if (!outcome.ok && outcome.problem.kind === 'payload_missing' && (await comes(payload_id))) {
      outcome = await db.run({ kind: 'backfill', payload_id }, { signal })
    }
    if (outcome.ok) continue
    if (outcome.problem.kind !== 'payload_missing') throw new ProblemError(outcome.problem)
    if (report_id !== null && key !== null) missing.push({ report_id, key })
  }
  if (missing.length === 0) return
  const outcome = await db.run({ kind: 'queue_links', links: missing })
  if (!outcome.ok) throw new ProblemError(outcome.problem)

  /** From the cloud, where another device sent it; of one that is damaged there the link is asked. */
  async function comes(payload_id: string): Promise<boolean> {
    try {
      return !!(await connection?.files.copies.payloadBytes(payload_id, signal))
    } catch (error) {
      if (error instanceof ProblemError) return false
      throw error
    }
  }
}
