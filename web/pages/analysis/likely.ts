/** What each screen asks of the whole history, said once: for the screen itself, and to be there before its tap. */
import { useEffect } from 'react'
import type { AnalysisQueries } from '../../db/analysis.ts'
import type { ClubLine } from '../../db/query.ts'
import { useDb, useLive } from '../../db/react.tsx'
import { type Asked, askedOf, everyClub } from './asked.ts'
import { trendedOf } from './trends/measures.ts'
import { useClub } from './useClub.ts'
import { ORDERED } from './within/words.ts'

type Question = {
  [Q in keyof AnalysisQueries]: readonly [Q, AnalysisQueries[Q]['params']]
}[keyof AnalysisQueries]

export function trendAsked({ filter }: Asked, params: URLSearchParams) {
  const of = params.get('of') === 'spread' ? 'spread' : 'middle'
  return { filter, ...trendedOf(params.get('figure')), of } as const
}

export function strikesAsked({ filter }: Asked, club: ClubLine | undefined) {
  return { filter, category: club?.category ?? null }
}

export function withinAsked(params: URLSearchParams) {
  const [figure, better] = ORDERED.find(([name]) => name === params.get('figure')) ?? ORDERED[0]
  return { filter: askedOf(params).filter, figure, better } as const
}

/** Each waits as long as this for a tap, whose question goes first. */
const PAUSE_MS = 100

/** While the list of questions is read: their answers, one after the other, those soon reckoned first. */
export function useLikelyAnswers(params: URLSearchParams, wanted: boolean): void {
  const db = useDb()
  const { club, asked } = useClub()
  // Shots that changed bring another bag, and make what was reckoned of them void.
  const bag = useLive('bag', null)
  const search = params.toString()
  // biome-ignore lint/correctness/useExhaustiveDependencies: `asked` is what the address says.
  useEffect(() => {
    if (!wanted || !club || !bag) return
    const given = new URLSearchParams(search)
    const questions: readonly Question[] = [
      ['landings', asked.filter],
      ['trend', trendAsked(asked, given)],
      ['strikes', strikesAsked(asked, club)],
      ['deliveries', asked.filter],
      ['flights', asked.filter],
      ['gapping', everyClub(asked)],
      ['within', withinAsked(given)],
    ]
    let [timer, stop] = [0, () => {}]
    const ask = (at: number) => {
      stop()
      stop = () => {}
      const question = questions[at]
      if (!question || document.hidden) return
      const next = () => {
        timer = window.setTimeout(ask, PAUSE_MS, at + 1)
      }
      const [name, of] = question
      if (db.last(name, of) === undefined) stop = db.watch(name, of, next)
      else next()
    }
    timer = window.setTimeout(ask, PAUSE_MS, 0)
    return () => {
      clearTimeout(timer)
      stop()
    }
  }, [db, club, bag, search, wanted])
  useEffect(() => {
    // The bag's page is a part of its own.
    if (wanted) void import('../bag/Gapping.tsx').catch(() => {})
  }, [wanted])
}
