/** The model's calls, answered on this device by the queries that the screens use; bounded, and nothing but figures and names of clubs. */
import * as v from 'valibot'
import { comparedRows, findingRows } from '../../../../shared/golf/coachRows.ts'
import { type LookingTool, lookingTools, toolArguments } from '../../../../shared/golf/coachTools.ts'
import { OWN_TEXTS } from '../../../../shared/golf/figures.ts'
import { summariseAll } from '../../../../shared/golf/stats.ts'
import type { Settings } from '../../../../shared/schema/settings.ts'
import type { Db } from '../../../db/client.ts'
import type { ShotsAnswer } from '../../../db/coach.ts'

const MOST_CLUBS = 30

export interface Shots {
  readonly query: Db['query']
  /** One SELECT over the table `shots` of coachTools.ts, sandboxed. */
  readonly select: (sql: string) => Promise<ShotsAnswer>
  /** The golfer lets the coach read notes. */
  readonly notes: boolean
}

/** Rows for the model; what it asked wrongly is told to it in words. */
export async function answerCall(
  shots: Shots,
  settings: Settings,
  { name, args }: { readonly name: string; readonly args: unknown },
): Promise<unknown> {
  const known = lookingTools.find(tool => tool === name)
  if (!known) return { error: 'There is no such tool.' }
  const read = v.safeParse(toolArguments[known], args ?? {})
  if (!read.success) return { error: `Not understood: ${read.issues[0].message}` }
  return rounded(await ANSWERS[known](shots, settings, read.output))
}

/** To four decimals: what a monitor can't measure is not sent. */
function rounded(rows: unknown): unknown {
  return JSON.parse(JSON.stringify(rows), (_, value: unknown) =>
    typeof value === 'number' ? Number(value.toFixed(4)) : value,
  )
}

interface Period {
  readonly from?: string | undefined
  readonly to?: string | undefined
}
interface Args extends Period {
  readonly club_id?: string | undefined
  readonly figure?: v.InferOutput<(typeof toolArguments)['trend']>['figure']
  readonly other_club_id?: string | undefined
  readonly other_from?: string | undefined
  readonly other_to?: string | undefined
  readonly sql?: string
}
type Answer = (shots: Shots, settings: Settings, args: Args) => Promise<unknown>

const periodOf = ({ from, to }: Period) => ({
  ...(from !== undefined && { from }),
  ...(to !== undefined && { to }),
})
const filterOf = ({ club_id, ...period }: Pick<Args, 'club_id' | 'from' | 'to'>) => ({
  excluded: false,
  ...(club_id !== undefined && { club_id }),
  ...periodOf(period),
})

const ANSWERS: Readonly<Record<LookingTool, Answer>> = {
  async list_clubs({ query }) {
    const bag = await query('bag', null)
    return {
      clubs: bag.slice(0, MOST_CLUBS).map(({ id, name, category, counted, carry_m, last_date }) => ({
        ...{ id, name, category, n: counted, last_date },
        ...{ median_carry_m: carry_m.median, spread_carry_m: carry_m.spread },
      })),
    }
  },
  async findings({ query }, settings, args) {
    return findingRows(await query('findings', filterOf(args)), settings)
  },
  async summary({ query }, _, args) {
    const shots = await query('shots', filterOf(args))
    const figures = Object.entries(summariseAll(shots)).filter(([, { n }]) => n > 0)
    return { n: shots.length, figures: figures.map(([figure, summary]) => ({ figure, ...summary })) }
  },
  async dispersion({ query }, _, args) {
    const { side, carry, right, short, long, n, of, pattern } = await query('landings', filterOf(args))
    const share = (count: number) => (n === 0 ? null : count / n)
    return {
      ...{ n, of, strays: pattern?.strays ?? null },
      ...{ side_median_m: side.median, side_spread_m: side.spread },
      ...{ carry_median_m: carry.median, carry_spread_m: carry.spread },
      ...{ right_share: share(right), short_share: share(short), long_share: share(long) },
    }
  },
  async trend({ query }, _, args) {
    const { figure = 'carry_m' } = args
    const answer = await query('trend', { filter: filterOf(args), figure, of: 'middle', better: 0 })
    const { trend, days, n, change_point } = answer
    return {
      ...{ figure, n, practice_days: days, change_point },
      // Null: five practice days of three shots are needed.
      change: trend && { ...trend.change, shown: trend.shown },
    }
  },
  async compare({ query }, _, args) {
    const { club_id, other_club_id = club_id, other_from, other_to } = args
    const { a, b, figures } = await query('compare', {
      a: filterOf(args),
      b: filterOf({ club_id: other_club_id, from: other_from, to: other_to }),
    })
    return { first: { n: a.n, of: a.of }, second: { n: b.n, of: b.of }, figures: comparedRows(figures) }
  },
  async query({ select }, _, { sql = '' }) {
    const answer = await select(sql)
    if (answer.kind === 'problem') return { error: answer.says }
    return {
      rows: answer.rows.map(cells => {
        // A column may be called anything: its words must not pass for ours, whose figures count.
        const named = cells.map((cell, i) => {
          const name = answer.columns[i] ?? ''
          return [OWN_TEXTS.has(name) && typeof cell === 'string' ? `${name}_` : name, cell]
        })
        return Object.fromEntries(named)
      }),
      more: answer.more,
    }
  },
  async notes({ query, notes }, _, args) {
    if (!notes) return { error: 'The golfer keeps notes to themselves.' }
    const own = await query('notes', periodOf(args))
    return { notes: own.map(({ of, date, club_id, text }) => ({ of, date, club_id, text })) }
  },
}
