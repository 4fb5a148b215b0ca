import { median, robustSpread } from '../../../shared/golf/stats.ts'
import type { ClubLine } from '../query.ts'
import type { Reader } from '../sql.ts'
import { readClubs } from './clubs.ts'
import { placedSessions } from './sessions.ts'

/** Clubs with their figures over the whole live history. */
export function readBag(reader: Reader): ClubLine[] {
  const sessions = placedSessions(reader, { carries: true }).filter(({ row }) => row.deleted_at === null)
  const byClub = new Map<string, Tally>()
  for (const { row, places } of sessions) {
    for (const { club_id, shots, excluded, carries_m, group } of places) {
      if (club_id === null || shots === 0) continue
      const tally = byClub.get(club_id) ?? { shots: 0, counted: 0, carries_m: [], last_date: null }
      byClub.set(club_id, tally)
      tally.shots += shots
      tally.counted += shots - excluded
      for (const carry_m of carries_m) tally.carries_m.push(carry_m)
      const date = row.practice_date ?? group?.source_date ?? null
      if ((date ?? '') > (tally.last_date ?? '')) tally.last_date = date
    }
  }
  return (
    readClubs(reader, byClub.keys())
      // A club of the source that nobody touched is here through its shots alone.
      .filter(({ id, edited, took_in }) => edited || took_in.length > 0 || byClub.has(id))
      .map(({ edited: _, ...club }, place) => {
        const { shots, counted, carries_m, last_date } = byClub.get(club.id) ?? NOTHING
        return {
          ...club,
          place,
          shots,
          counted,
          carry_m: { n: carries_m.length, median: median(carries_m), spread: robustSpread(carries_m) },
          last_date,
        }
      })
  )
}

interface Tally {
  shots: number
  counted: number
  carries_m: number[]
  last_date: string | null
}

const NOTHING: Readonly<Tally> = { shots: 0, counted: 0, carries_m: [], last_date: null }
