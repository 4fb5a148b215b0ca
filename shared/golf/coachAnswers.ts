/**
 * The model's calls, answered alike on a device and on the server: checked, bounded, and nothing but figures, names
 * of clubs and, where the golfer allows it, notes. Who has the shots is an argument.
 */
import * as v from 'valibot'
import type { Measures } from '../schema/rows.ts'
import type { Settings } from '../schema/settings.ts'
import { type LookingTool, lookingTools, toolArguments } from './coachTools.ts'
import type { Compared } from './compare.ts'
import { OWN_TEXTS } from './figures.ts'
import type { Findings, FollowUp } from './findings.ts'
import { sayFinding, sayFollowUp } from './findingsWords.ts'
import { type GoalStand, isOpen } from './goals.ts'
import { goalSaid, standSaid, sureSaid } from './goalsWords.ts'
import type { Landed } from './landings.ts'
import type { Figure } from './measures.ts'
import { type FigureSummary, summariseAll } from './stats.ts'
import type { ChangePoint, Trend } from './trend.ts'

export interface Period {
  readonly from?: string
  readonly to?: string
}
/** Shots that count. */
export interface CoachFilter extends Period {
  readonly club_id?: string
  readonly excluded: false
}

export interface ClubHit {
  readonly id: string
  readonly name: string
  readonly category: string | null
  readonly counted: number
  readonly last_date: string | null
  readonly carry_m: Pick<FigureSummary, 'median' | 'spread'>
}

/** The golfer's own words; `club_id` of a shot's. */
export interface Note {
  /** The session's, the shot's, or of the row that keeps a day's until its session comes. */
  readonly id: string
  readonly of: 'session' | 'shot' | 'day'
  readonly date: string | null
  readonly club_id: string | null
  readonly text: string
}

/** Rows of a SELECT. */
export interface Selected {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | number | null)[])[]
  /** There are more than were read. */
  readonly more: boolean
}

/** What a model's SELECT gave; numbers that are none of the shots' are texts. */
export type ShotsAnswer =
  | (Selected & { readonly kind: 'rows' })
  | { readonly kind: 'problem'; readonly says: string }

interface Used {
  readonly n: number
  readonly of: number
}

/** Where a golfer's shots are looked up. */
export interface CoachSource {
  readonly clubs: () => Promise<readonly ClubHit[]>
  readonly findings: (filter: CoachFilter) => Promise<Findings & { readonly follow_ups: readonly FollowUp[] }>
  readonly goals: () => Promise<readonly GoalStand[]>
  readonly shots: (filter: CoachFilter) => Promise<readonly Measures[]>
  readonly landings: (filter: CoachFilter) => Promise<Landed & Used>
  readonly trend: (
    filter: CoachFilter,
    figure: Figure,
  ) => Promise<{
    readonly n: number
    readonly days: number
    readonly change_point: ChangePoint | null
    readonly trend: Trend | null
  }>
  readonly compare: (
    a: CoachFilter,
    b: CoachFilter,
  ) => Promise<{ readonly a: Used; readonly b: Used; readonly figures: readonly Compared[] }>
  /** One SELECT over the table `shots` of coachTools.ts, sandboxed. */
  readonly select: (sql: string) => Promise<ShotsAnswer>
  /** Null: the golfer keeps notes to themselves. */
  readonly notes: ((period: Period) => Promise<readonly Note[]>) | null
}

/** Rows for the model; what it asked wrongly is told to it in words. */
export async function answerCall(
  source: CoachSource,
  settings: Settings,
  { name, args }: { readonly name: string; readonly args: unknown },
): Promise<unknown> {
  const known = lookingTools.find(tool => tool === name)
  if (!known) return { error: 'There is no such tool.' }
  const read = v.safeParse(toolArguments[known], args ?? {})
  if (!read.success) return { error: `Not understood: ${read.issues[0].message}` }
  return rounded(await ANSWERS[known](source, settings, read.output))
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
  readonly other_club_id?: string | undefined
  readonly other_from?: string | undefined
  readonly other_to?: string | undefined
  readonly sql?: string
}
type Answer = (source: CoachSource, settings: Settings, args: Args) => Promise<unknown>

const MOST_CLUBS = 30
const MOST_FINDINGS = 5
const MOST_GOALS = 10

const periodOf = ({ from, to }: Args): Period => ({
  ...(from !== undefined && { from }),
  ...(to !== undefined && { to }),
})
const filterOf = ({ club_id, ...period }: Args): CoachFilter => ({
  excluded: false,
  ...(club_id !== undefined && { club_id }),
  ...periodOf(period),
})

const ANSWERS: Readonly<Record<LookingTool, Answer>> = {
  async list_clubs(source) {
    const bag = await source.clubs()
    return {
      clubs: bag.slice(0, MOST_CLUBS).map(({ id, name, category, counted, carry_m, last_date }) => ({
        ...{ id, name, category, n: counted, last_date },
        ...{ median_carry_m: carry_m.median, spread_carry_m: carry_m.spread },
      })),
    }
  },
  async findings(source, settings, args) {
    const goals = (await source.goals()).filter(
      one => isOpen(one) && (args.club_id === undefined || one.goal.club_id === args.club_id),
    )
    return {
      ...findingRows(await source.findings(filterOf(args)), settings),
      goals_set_by_golfer: goals.slice(0, MOST_GOALS).map(one => goalRow(one, settings)),
    }
  },
  async summary(source, _, args) {
    const shots = await source.shots(filterOf(args))
    const figures = Object.entries(summariseAll(shots)).filter(([, { n }]) => n > 0)
    return { n: shots.length, figures: figures.map(([figure, summary]) => ({ figure, ...summary })) }
  },
  async dispersion(source, _, args) {
    const { side, carry, right, short, long, n, of, pattern } = await source.landings(filterOf(args))
    const share = (count: number) => (n === 0 ? null : count / n)
    return {
      ...{ n, of, strays: pattern?.strays ?? null },
      ...{ side_median_m: side.median, side_spread_m: side.spread },
      ...{ carry_median_m: carry.median, carry_spread_m: carry.spread },
      ...{ right_share: share(right), short_share: share(short), long_share: share(long) },
    }
  },
  async trend(source, _, args) {
    const { figure = 'carry_m' } = args
    const { trend, days, n, change_point } = await source.trend(filterOf(args), figure)
    return {
      ...{ figure, n, practice_days: days, change_point },
      // Null: five practice days of three shots are needed.
      change: trend && { ...trend.change, shown: trend.shown },
    }
  },
  async compare(source, _, args) {
    const { club_id, other_club_id = club_id, other_from, other_to } = args
    const other = filterOf({ club_id: other_club_id, from: other_from, to: other_to })
    const { a, b, figures } = await source.compare(filterOf(args), other)
    return {
      ...{ first: { n: a.n, of: a.of }, second: { n: b.n, of: b.of } },
      // Measures that both lots have.
      figures: figures.flatMap(({ figure, a, b, difference, clear }) =>
        difference === null ? [] : [{ figure, first: a, second: b, difference, clear }],
      ),
    }
  },
  async query(source, _, { sql = '' }) {
    const answer = await source.select(sql)
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
  async notes(source, _, args) {
    if (!source.notes) return { error: 'The golfer keeps notes to themselves.' }
    const own = await source.notes(periodOf(args))
    return { notes: own.map(({ of, date, club_id, text }) => ({ of, date, club_id, text })) }
  },
}

// Without the golfer's own words: a club may be called anything, and a name is no source of a figure.
const nameless = () => 'club'

function findingRows(
  { findings, looked, doubted, follow_ups }: Findings & { readonly follow_ups: readonly FollowUp[] },
  settings: Settings,
) {
  return {
    findings: findings.slice(0, MOST_FINDINGS).map(finding => {
      const { title, seen, cost, cause, drill, goal } = sayFinding(finding, nameless, settings)
      return {
        ...{ club_id: finding.club_id, confidence: finding.confidence },
        ...{ title, seen, cost, cause, drill, goal, evidence: finding.evidence },
      }
    }),
    worked_on: follow_ups.map(one => ({
      club_id: one.opened.club_id,
      is: one.is,
      says: sayFollowUp(one, nameless, settings),
    })),
    too_few_shots: looked.filter(({ missing }) => missing > 0),
    look_like_another_club: doubted.map(({ club_id, to_club_id, shot_ids }) => ({
      ...{ club_id, to_club_id, n: shot_ids.length },
    })),
  }
}

function goalRow(one: GoalStand, settings: Settings) {
  const { goal, now, was } = one
  return {
    ...{ club_id: goal.club_id, figure: goal.figure, goal: goalSaid(goal, settings) },
    says: `${standSaid(one)}. ${sureSaid(one)}`,
    ...{ now_share: now?.value ?? null, was_share: was?.value ?? null, n: now?.n ?? 0 },
  }
}
