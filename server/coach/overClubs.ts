/** The model's calls over shots that were read from the warehouse: the device's tools, but for its own queries and notes. */
import * as v from 'valibot'
import { comparedRows, findingRows } from '../../shared/golf/coachRows.ts'
import { type ToolName, toolArguments } from '../../shared/golf/coachTools.ts'
import { COMPARED, compareFigure, ranked } from '../../shared/golf/compare.ts'
import { findingsOf } from '../../shared/golf/findings.ts'
import type { CoachClub, CoachShot } from '../../shared/golf/findingsSeen.ts'
import { soundOf } from '../../shared/golf/findingsSound.ts'
import type { Figure } from '../../shared/golf/measures.ts'
import { figureOf } from '../../shared/golf/metrics.ts'
import { summarise, summariseAll } from '../../shared/golf/stats.ts'
import { trendOf } from '../../shared/golf/trend.ts'
import type { Settings } from '../../shared/schema/settings.ts'

export const toolsOverClubs = [
  'list_clubs',
  'findings',
  'summary',
  'trend',
  'compare',
] as const satisfies readonly ToolName[]

export function answerOverClubs(
  clubs: readonly CoachClub[],
  settings: Settings,
  { name, args }: { readonly name: string; readonly args: unknown },
): unknown {
  const known = toolsOverClubs.find(tool => tool === name)
  if (!known) return { error: 'There is no such tool.' }
  const read = v.safeParse(toolArguments[known], args ?? {})
  if (!read.success) return { error: `Not understood: ${read.issues[0].message}` }
  const asked: Args = read.output
  const { club_id, from, to, figure = 'carry_m' } = asked
  const shots = shotsOf(clubs, { club_id, from, to })
  switch (known) {
    case 'list_clubs':
      return {
        clubs: clubs.map(({ id, name, category, shots }) => {
          const { median, spread, n } = summarise(shots, ['carry_m']).carry_m
          const last_date = shots.at(-1)?.practice_date ?? null
          return { id, name, category, n, last_date, median_carry_m: median, spread_carry_m: spread }
        }),
      }
    case 'findings': {
      const own = clubs.flatMap(club =>
        club_id === undefined || club.id === club_id
          ? [{ ...club, shots: shotsOf([club], { club_id: club.id, from, to }) }]
          : [],
      )
      return findingRows({ ...findingsOf(soundOf(own), settings.handedness), follow_ups: [] }, settings)
    }
    case 'summary': {
      const figures = Object.entries(summariseAll(shots)).filter(([, { n }]) => n > 0)
      return { n: shots.length, figures: figures.map(([figure, summary]) => ({ figure, ...summary })) }
    }
    case 'trend': {
      const values = valuesOf(shots, figure).flatMap(({ date, value }) =>
        date === null ? [] : [{ date, value }],
      )
      const trend = trendOf(values, 'middle')
      return { figure, n: values.length, change: trend && { ...trend.change, shown: trend.shown } }
    }
    case 'compare': {
      const { other_club_id = club_id, other_from, other_to } = asked
      const others = shotsOf(clubs, { club_id: other_club_id, from: other_from, to: other_to })
      const figures = COMPARED.map(one => compareFigure(one, valuesOf(shots, one), valuesOf(others, one)))
      return {
        first: { n: shots.length },
        second: { n: others.length },
        figures: comparedRows(ranked(figures)),
      }
    }
    default:
      return known satisfies never
  }
}

interface Args {
  readonly club_id?: string | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly figure?: Figure
  readonly other_club_id?: string | undefined
  readonly other_from?: string | undefined
  readonly other_to?: string | undefined
}

function shotsOf(
  clubs: readonly CoachClub[],
  { club_id, from = '', to = '9999' }: Pick<Args, 'club_id' | 'from' | 'to'>,
): readonly CoachShot[] {
  return clubs
    .filter(({ id }) => id === club_id)
    .flatMap(({ shots }) => shots)
    .filter(({ practice_date }) => (practice_date ?? '') >= from && (practice_date ?? '') <= to)
}

const valuesOf = (shots: readonly CoachShot[], figure: Figure) =>
  shots.flatMap(shot => {
    const value = figureOf(shot, figure)
    return value === null ? [] : [{ date: shot.practice_date, value }]
  })
