/**
 * The coach's own SELECT over one golfer's figures: a process of its own (selecting.ts) whose SQLite in memory holds
 * them and nothing else. It begins with no variables, and is killed where it takes too long or says too much.
 */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import * as v from 'valibot'
import type { ShotsAnswer } from '../../shared/golf/coachAnswers.ts'
import { QUERY_COLUMNS } from '../../shared/golf/coachSelect.ts'

/** A shot by QUERY_COLUMNS. */
export type FigureRow = Readonly<Record<(typeof QUERY_COLUMNS)[number], string | number | null>>

const TIME_MS = 10_000
const MOST_BYTES = 1024 ** 2

const Cell = v.nullable(v.union([v.string(), v.number()]))
const Said = v.pipe(
  v.string(),
  v.parseJson(),
  v.variant('kind', [
    v.object({
      ...{ kind: v.literal('rows'), columns: v.array(v.string()), rows: v.array(v.array(Cell)) },
      more: v.boolean(),
    }),
    v.object({ kind: v.literal('problem'), says: v.string() }),
  ]),
)

/** Never rejects: what went wrong is told to the model. */
export async function selectAlone(
  shots: readonly FigureRow[],
  sql: string,
  time_ms = TIME_MS,
): Promise<ShotsAnswer> {
  const child = spawn(
    process.execPath,
    ['--max-old-space-size=256', join(import.meta.dirname, 'selecting.ts')],
    { env: {}, cwd: '/', stdio: ['pipe', 'pipe', 'ignore'] },
  )
  const timer = setTimeout(() => child.kill('SIGKILL'), time_ms)
  child.stdin.on('error', () => {}) // it died: seen by its answer, which is none
  child.stdin.end(JSON.stringify({ shots: shots.map(shot => QUERY_COLUMNS.map(name => shot[name])), sql }))
  let said = ''
  try {
    for await (const chunk of child.stdout.setEncoding('utf8')) {
      said += chunk
      if (said.length > MOST_BYTES) break
    }
  } finally {
    clearTimeout(timer)
    child.kill('SIGKILL')
  }
  const answer = v.safeParse(Said, said)
  if (answer.success) return answer.output
  return { kind: 'problem', says: `It took more than ${time_ms / 1_000} s or too much room. Ask for less.` }
}
