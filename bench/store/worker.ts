import type { Rival } from './rows.ts'

export const rivals = ['rangebook', 'opfs', 'export'] as const
export type RivalName = (typeof rivals)[number]

/** What the runner asks of one rival, in a fresh page each. */
export type Task =
  | { readonly rival: RivalName; readonly do: 'fill'; readonly shots: number }
  | { readonly rival: RivalName; readonly do: 'edit'; readonly shots: number; readonly times: number }
  | { readonly rival: RivalName; readonly do: 'import'; readonly shots: number; readonly times: number }
  | { readonly rival: RivalName; readonly do: 'cold_open' }

/** Milliseconds of each repetition. */
export interface Timing {
  readonly took_ms: readonly number[]
}

async function open(name: RivalName): Promise<Rival> {
  switch (name) {
    case 'rangebook':
      return (await import('./rangebook.ts')).openRangebook()
    case 'opfs':
      return (await import('./opfs.ts')).openOpfs()
    case 'export':
      return (await import('./export.ts')).openExport()
    default:
      return name satisfies never
  }
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await run()
  return performance.now() - start
}

const IMPORT = 500
const CHUNK = 20_000

async function perform(task: Task): Promise<Timing> {
  const took_ms: number[] = []
  if (task.do === 'cold_open') {
    // The engine itself included: a golfer waits for that too.
    took_ms.push(
      await timed(async () => {
        const rival = await open(task.rival)
        await rival.open()
        await rival.aggregate()
      }),
    )
    return { took_ms }
  }
  const rival = await open(task.rival)
  await rival.open()
  if (task.do === 'fill') {
    for (let from = 0; from < task.shots; from += CHUNK) {
      const n = Math.min(CHUNK, task.shots - from)
      took_ms.push(await timed(() => rival.insert(from, n)))
    }
    await rival.settle?.()
  } else {
    for (let time = 0; time < task.times; time++) {
      // Spread over the history, as a golfer's edits are; a prime step meets every page.
      const shot = (time * 7919) % task.shots
      const clock = JSON.stringify({ excluded: `${String(time).padStart(12, '0')}-0000-bench` })
      const step = () =>
        task.do === 'edit' ? rival.edit(shot, clock) : rival.insert(task.shots + time * IMPORT, IMPORT)
      took_ms.push(await timed(step))
    }
  }
  return { took_ms }
}

self.onmessage = (event: MessageEvent<Task>) => {
  perform(event.data).then(
    timing => self.postMessage(timing),
    (error: unknown) =>
      self.postMessage({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  )
}
