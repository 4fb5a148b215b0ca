/** Questions about the whole history and their answers, in types alone. All values are SI. */

import type { Compared } from '../../shared/golf/compare.ts'
import type { Shares } from '../../shared/golf/delivery.ts'
import type { Stock } from '../../shared/golf/gapping.ts'
import type { Landed } from '../../shared/golf/landings.ts'
import type { Figure } from '../../shared/golf/measures.ts'
import type { NineFlight } from '../../shared/golf/metrics.ts'
import type { ShotRow } from '../../shared/golf/shotPattern.ts'
import type { FigureSummary } from '../../shared/golf/stats.ts'
import type { StrikeMap } from '../../shared/golf/strike.ts'
import type { Flown } from '../../shared/golf/trajectory.ts'
import type { ChangePoint, Trend } from '../../shared/golf/trend.ts'
import type { Within } from '../../shared/golf/within.ts'
import type { ClubCategory } from '../../shared/schema/rows.ts'
import type { ShotFilter } from './command.ts'

/** Of how many an answer stands: every screen says it. */
export interface Used {
  /** Shots in the figures. */
  readonly n: number
  /** Live shots that the filter finds. */
  readonly of: number
  /** Of these, left out by the golfer. */
  readonly left_out: number
}

export interface ClubCarry extends Used {
  readonly club_id: string
  /** By length of swing, the full one first; empty where no shot flew. */
  readonly stocks: readonly Stock[]
  readonly last_date: string | null
}

/** A shot in a picture. */
export interface Mark {
  readonly id: string
  readonly date: string | null
  readonly x: number
  readonly y: number
  readonly left_out: boolean
}

/** Landed: of the counted. */
export interface Landings extends Used, Landed {
  /** Newest first. x: side; y: carry, in m. */
  readonly marks: readonly Mark[]
}

export interface TrendAnswer extends Used {
  /** Newest first. x: days since 1970-01-01; y: the figure. */
  readonly marks: readonly Mark[]
  readonly trend: Trend | null
  /** Practice dates with a value, and those with enough for the line. */
  readonly days: number
  readonly full_days: number
  readonly change_point: ChangePoint | null
  readonly best_day: { readonly date: string; readonly value: number; readonly n: number } | null
  readonly best_shot: { readonly id: string; readonly date: string | null; readonly value: number } | null
  /** Balls and monitors, where there is more than one of a kind: part of a change may be theirs. */
  readonly unlike: readonly string[]
  /** Shots a practice date, whatever the figure. */
  readonly volume: readonly { readonly date: string; readonly n: number }[]
}

export const doubtKinds = ['misread', 'mishit', 'partial'] as const
export type DoubtKind = (typeof doubtKinds)[number]

export interface DoubtedShot {
  readonly id: string
  readonly date: string | null
  readonly club_id: string | null
  readonly carry_m: number | null
  readonly says: string
}

export interface Doubts extends Used {
  /** Shots that rules mark and nobody decided on, newest first. */
  readonly doubted: { readonly [kind in DoubtKind]: readonly DoubtedShot[] }
  /** Groups that look like a simulator's round under one club. */
  readonly rounds: readonly {
    readonly group_id: string
    readonly label: string
    readonly date: string | null
    readonly shots: number
  }[]
  readonly wrong_clubs: readonly {
    readonly group_id: string
    readonly label: string
    readonly date: string | null
    readonly from_club_id: string
    readonly to_club_id: string
    readonly shot_ids: readonly string[]
    /** Of the block. */
    readonly of: number
    readonly ball_speed_mps: number | null
    readonly launch_deg: number | null
  }[]
}

export interface Strikes extends Used {
  /** Newest first. x: + toe; y: + high, in mm. */
  readonly marks: readonly Mark[]
  readonly map: StrikeMap | null
}

/** How the club came to the ball, and what came of it; null where the monitor lost it. */
export interface Delivery {
  readonly id: string
  readonly date: string | null
  readonly left_out: boolean
  readonly face_deg: number | null
  readonly club_path_deg: number | null
  readonly attack_deg: number | null
  readonly dynamic_loft_deg: number | null
  readonly face_to_path_deg: number | null
  readonly curve_m: number | null
}

export interface Deliveries extends Used {
  /** Newest first. */
  readonly shots: readonly Delivery[]
  /** How many flew each of the nine flights, most often first; of those whose flight is known. */
  readonly flights: readonly { readonly flight: NineFlight; readonly n: number }[]
  readonly shares: Shares | null
  readonly figures: readonly ({ readonly figure: Figure } & FigureSummary)[]
}

export interface Comparison {
  readonly a: Used
  readonly b: Used
  /** What stands first, the largest first. */
  readonly figures: readonly Compared[]
  /** Balls and monitors that are on one side alone: unlike things. */
  readonly unlike: readonly string[]
}

/** More lines than these are a blot. */
export const FLIGHTS_DRAWN = 60

export interface Flights extends Used {
  /** The newest that count, as many as are drawn. */
  readonly shots: readonly (Flown & { readonly id: string; readonly date: string | null })[]
  /** Of those that count: the median of each part; null where one is missing everywhere. */
  readonly middle: Flown
}

export interface Summed extends Used {
  readonly figures: readonly ({ readonly figure: Figure } & FigureSummary)[]
}

export interface Pairs extends Used {
  readonly marks: readonly Mark[]
}

export interface AnalysisQueries {
  summed: { params: { readonly filter: ShotFilter; readonly figures: readonly Figure[] }; answer: Summed }
  /** Two figures of each shot that has both. */
  pairs: { params: { readonly filter: ShotFilter; readonly x: Figure; readonly y: Figure }; answer: Pairs }
  flights: { params: ShotFilter; answer: Flights }
  within: {
    params: { readonly filter: ShotFilter; readonly figure: Figure; readonly better: 1 | -1 }
    answer: Within & Used
  }
  compare: { params: { readonly a: ShotFilter; readonly b: ShotFilter }; answer: Comparison }
  strikes: {
    params: { readonly filter: ShotFilter; readonly category: ClubCategory | null }
    answer: Strikes
  }
  deliveries: { params: ShotFilter; answer: Deliveries }
  doubts: { params: ShotFilter; answer: Doubts }
  /** Clubs that have a shot; the filter's `excluded` false = what counts, none = all. */
  gapping: { params: ShotFilter; answer: readonly ClubCarry[] }
  landings: { params: ShotFilter; answer: Landings }
  /** Every full swing, for another app. */
  shot_pattern: { params: ShotFilter; answer: readonly ShotRow[] }
  trend: {
    params: {
      readonly filter: ShotFilter
      readonly figure: Figure
      readonly of: 'middle' | 'spread'
      /** 1 = more is better, −1 = less; 0 = neither, and no best is told. */
      readonly better: -1 | 0 | 1
    }
    answer: TrendAnswer
  }
}
