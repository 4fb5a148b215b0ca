import { useCallback, useEffect, useState } from 'react'
import type { Problem } from '../../db/command.ts'
import type { Connection } from '../../sync/connect.ts'
import {
  type About,
  aboutWarehouse,
  type RunLine,
  runWarehouse,
  stopWarehouse,
  warehouseDoor,
} from '../../sync/warehouse.ts'
import { useTrying } from '../cloud/trying.ts'

export interface WarehouseNow {
  /** Null: not asked yet, or it can't be had. */
  readonly about: About | null
  /** What the run that is watched said last; it stays when it has ended. */
  readonly line: RunLine | null
  readonly running: boolean
  /** Stop was pressed on a run of somebody else's. */
  readonly isOthers: boolean
  readonly problem: Problem | null
  readonly look: () => void
  readonly run: () => void
  readonly stop: () => void
}

/** Leaving the screen stops nothing: a run belongs to the server. */
export function useWarehouse(connection: Connection): WarehouseNow {
  const [about, setAbout] = useState<About | null>(null)
  const [line, setLine] = useState<RunLine | null>(null)
  const [running, setRunning] = useState(false)
  const [isOthers, setOthers] = useState(false)
  const { problem, trying } = useTrying()
  const look = useCallback(
    async () => setAbout(await aboutWarehouse(warehouseDoor(connection))),
    [connection],
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at once; `trying` is another each time.
  useEffect(() => void trying(look), [look])
  return {
    about,
    line,
    running,
    isOthers,
    problem,
    look: () => trying(look),
    run: () =>
      trying(async () => {
        setRunning(true)
        setLine(null)
        setOthers(false)
        try {
          for await (const next of runWarehouse(warehouseDoor(connection))) setLine(next)
        } finally {
          setRunning(false)
        }
        await look()
      }),
    stop: () =>
      trying(async () => {
        setOthers(!(await stopWarehouse(warehouseDoor(connection))))
      }),
  }
}
