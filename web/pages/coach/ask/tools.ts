/** Where the model's calls are answered on this device: by the queries that the screens use. */
import type { CoachSource, ShotsAnswer } from '../../../../shared/golf/coachAnswers.ts'
import type { Db } from '../../../db/client.ts'

export interface Shots {
  readonly query: Db['query']
  /** One SELECT over the table `shots` of coachTools.ts, sandboxed. */
  readonly select: (sql: string) => Promise<ShotsAnswer>
  /** The golfer lets the coach read notes. */
  readonly notes: boolean
  /** YYYY-MM-DD where the golfer is. */
  readonly today: string
}

export const sourceOf = ({ query, select, notes, today }: Shots): CoachSource => ({
  clubs: () => query('bag', null),
  findings: filter => query('findings', filter),
  goals: () => query('goals', { today }),
  shots: filter => query('shots', filter),
  landings: filter => query('landings', filter),
  trend: (filter, figure) => query('trend', { filter, figure, of: 'middle', better: 0 }),
  compare: (a, b) => query('compare', { a, b }),
  select,
  notes: notes ? period => query('notes', period) : null,
})
