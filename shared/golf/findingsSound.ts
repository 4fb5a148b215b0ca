/** Shots that seem to be of another club than they stand under: nothing is said of a club by them. */
import type { CoachClub } from './findingsSeen.ts'
import { speedsOfWholeBag } from './kinds.ts'
import { wrongClubs } from './wrong_club.ts'

/** To be looked at before any finding of that club. */
export interface Doubted {
  readonly club_id: string
  /** Null: the speeds of a whole bag, a simulator round. */
  readonly to_club_id: string | null
  readonly shot_ids: readonly string[]
}

/** What findings may stand on. */
export interface Sound {
  readonly clubs: readonly CoachClub[]
  readonly doubted: readonly Doubted[]
}

/** Shots that the golfer looked at, and that count, are never doubted. */
export function soundOf(clubs: readonly CoachClub[]): Sound {
  const blocks = clubs.flatMap(({ id, shots }) =>
    [...Map.groupBy(shots, ({ group_id }) => group_id).values()].map(own => ({
      club_id: id,
      shots: own.filter(({ kept }) => !kept),
    })),
  )
  const rounds = blocks.filter(({ shots }) => speedsOfWholeBag(shots))
  const doubted = [
    ...rounds.map(({ club_id, shots }) => ({
      ...{ club_id, to_club_id: null },
      shot_ids: shots.map(({ id }) => id),
    })),
    ...wrongClubs(blocks.filter(block => !rounds.includes(block))).map(({ block, to_club_id, shot_ids }) => ({
      ...{ club_id: block.club_id, to_club_id, shot_ids },
    })),
  ]
  const out = new Set(doubted.flatMap(({ shot_ids }) => shot_ids))
  if (out.size === 0) return { clubs, doubted }
  return {
    clubs: clubs.map(club => ({ ...club, shots: club.shots.filter(({ id }) => !out.has(id)) })),
    doubted,
  }
}
