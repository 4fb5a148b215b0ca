/** The model's calls, answered on this device by the queries that the screens use; bounded, and nothing but figures and names of clubs. */
import * as v from 'valibot'
import { coachTools, type ToolName, toolArguments } from '../../../../shared/golf/coachTools.ts'
import { sayFinding, sayFollowUp } from '../../../../shared/golf/findingsWords.ts'
import { summariseAll } from '../../../../shared/golf/stats.ts'
import type { Settings } from '../../../../shared/schema/settings.ts'
import type { Db } from '../../../db/client.ts'

const MOST_CLUBS = 30
const MOST_FINDINGS = 5

/** Rows for the model; what it asked wrongly is told to it in words. */
export async function answerCall(
  db: Pick<Db, 'query'>,
  settings: Settings,
  { name, args }: { readonly name: string; readonly args: unknown },
): Promise<unknown> {
  const known = coachTools.find(tool => tool.name === name)
  if (!known) return { error: 'There is no such tool.' }
  const read = v.safeParse(toolArguments[known.name], args ?? {})
  if (!read.success) return { error: `Not understood: ${read.issues[0].message}` }
  return rounded(await ANSWERS[known.name](db, settings, read.output))
}

/** To four decimals: what a monitor can't measure is not sent. */
function rounded(rows: unknown): unknown {
  return JSON.parse(JSON.stringify(rows), (_, value: unknown) =>
    typeof value === 'number' ? Number(value.toFixed(4)) : value,
  )
}

interface Args {
  readonly club_id?: string | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly figure?: v.InferOutput<(typeof toolArguments)['trend']>['figure']
}
type Answer = (db: Pick<Db, 'query'>, settings: Settings, args: Args) => Promise<unknown>

const filterOf = ({ club_id, from, to }: Args) => ({
  excluded: false,
  ...(club_id !== undefined && { club_id }),
  ...(from !== undefined && { from }),
  ...(to !== undefined && { to }),
})

const ANSWERS: Readonly<Record<ToolName, Answer>> = {
  async list_clubs(db) {
    const bag = await db.query('bag', null)
    return {
      clubs: bag.slice(0, MOST_CLUBS).map(({ id, name, category, counted, carry_m, last_date }) => ({
        ...{ id, name, category, n: counted, last_date },
        ...{ median_carry_m: carry_m.median, spread_carry_m: carry_m.spread },
      })),
    }
  },
  async findings(db, settings, args) {
    const answer = await db.query('findings', filterOf(args))
    // Without the golfer's own words: a club may be called anything, and a name is no source of a figure.
    const nameless = () => 'club'
    return {
      findings: answer.findings.slice(0, MOST_FINDINGS).map(finding => {
        const { title, seen, cost, cause, drill, goal } = sayFinding(finding, nameless, settings)
        return {
          ...{ club_id: finding.club_id, confidence: finding.confidence },
          ...{ title, seen, cost, cause, drill, goal, evidence: finding.evidence },
        }
      }),
      worked_on: answer.follow_ups.map(one => ({
        club_id: one.opened.club_id,
        is: one.is,
        says: sayFollowUp(one, nameless, settings),
      })),
      too_few_shots: answer.looked.filter(({ missing }) => missing > 0),
    }
  },
  async summary(db, _, args) {
    const shots = await db.query('shots', filterOf(args))
    const figures = Object.entries(summariseAll(shots)).filter(([, { n }]) => n > 0)
    return { n: shots.length, figures: figures.map(([figure, summary]) => ({ figure, ...summary })) }
  },
  async dispersion(db, _, args) {
    const { side, carry, right, short, long, n, of, pattern } = await db.query('landings', filterOf(args))
    const share = (count: number) => (n === 0 ? null : count / n)
    return {
      ...{ n, of, strays: pattern?.strays ?? null },
      ...{ side_median_m: side.median, side_spread_m: side.spread },
      ...{ carry_median_m: carry.median, carry_spread_m: carry.spread },
      ...{ right_share: share(right), short_share: share(short), long_share: share(long) },
    }
  },
  async trend(db, _, args) {
    const { figure = 'carry_m' } = args
    const answer = await db.query('trend', { filter: filterOf(args), figure, of: 'middle', better: 0 })
    const { trend, days, n, change_point } = answer
    return {
      ...{ figure, n, practice_days: days, change_point },
      // Null: five practice days of three shots are needed.
      change: trend && { ...trend.change, shown: trend.shown },
    }
  },
}
