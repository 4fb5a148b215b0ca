/** What looks wrong in the whole history, for the golfer to decide: nothing here changes a shot. */
import { roundSuspicion, suspicions } from '../../../shared/golf/quality.ts'
import { median } from '../../../shared/golf/stats.ts'
import { type Block, wrongClubs } from '../../../shared/golf/wrong_club.ts'
import { type Measures, MIXED_CLUB } from '../../../shared/schema/rows.ts'
import type { DoubtedShot, DoubtKind, Doubts } from '../analysis.ts'
import type { ShotFilter } from '../command.ts'
import type { Reader } from '../sql.ts'
import { usedOf } from './analysis.ts'
import { readClubs } from './clubs.ts'
import { filterCondition } from './filter.ts'
import { KEPT_SQL } from './kept.ts'
import { IN_TIME } from './numbers.ts'
import { labelOf } from './titles.ts'

const MEASURES = [
  ...['ball_speed_mps', 'club_speed_mps', 'carry_m', 'launch_deg'],
  ...['back_spin_rpm', 'side_spin_rpm'],
] as const

interface Row extends Measures {
  readonly id: string
  readonly group_id: string
  readonly at_club: string | null
  readonly practice_date: string | null
  readonly excluded: number | null
  readonly kind: string
  readonly label: string | null
  readonly kept: number
}

export function readDoubts(reader: Reader, { excluded: _, ...filter }: ShotFilter): Doubts {
  const { sql, values } = filterCondition(filter)
  const shots = reader.all<Row>(
    `SELECT id, group_id, at_club, practice_date, excluded, kind, label,
      ${KEPT_SQL} AS kept,
      ${MEASURES.join(', ')}
    FROM placed_shots WHERE ${sql} ORDER BY practice_date DESC, group_id, ${IN_TIME}`,
    values,
  )
  const clubs = new Map(readClubs(reader).map(club => [club.id, club]))
  const doubted: Record<DoubtKind, DoubtedShot[]> = { misread: [], mishit: [], partial: [] }
  const rounds: Doubts['rounds'][number][] = []
  const blocks: (Block & { readonly group: Row })[] = []
  for (const own of Map.groupBy(shots, ({ group_id, at_club }) => `${group_id} ${at_club}`).values()) {
    const [first] = own
    if (!first) continue
    const club = first.at_club === null ? undefined : clubs.get(first.at_club)
    const is = { mixed: first.at_club === MIXED_CLUB, round: first.kind === 'round' }
    const byId = new Map(own.map(shot => [shot.id, shot]))
    // Under a code of the source the limits are that club's; else those of any.
    for (const { shot_id, kind, says } of suspicions(own, is.mixed ? null : (club?.code ?? null))) {
      const shot = byId.get(shot_id)
      if (!shot || shot.excluded === 1 || shot.kept === 1) continue
      // In a round every club is swung in its own way.
      if (kind !== 'misread' && (is.mixed || is.round)) continue
      doubted[kind].push({
        ...{ id: shot_id, says, date: shot.practice_date, club_id: shot.at_club, carry_m: shot.carry_m },
      })
    }
    if (!is.mixed && !is.round && roundSuspicion(own, [first.at_club ?? '']) !== null) {
      rounds.push({
        group_id: first.group_id,
        label: labelSaid(first, club?.code),
        date: first.practice_date,
        shots: own.length,
      })
    }
    if (first.at_club !== null && !is.mixed && !is.round && first.kind !== 'drill') {
      const sound = own.filter(({ excluded, kept }) => excluded !== 1 && kept !== 1)
      blocks.push({ club_id: first.at_club, shots: sound, group: first })
    }
  }
  return {
    ...usedOf(shots.filter(({ excluded }) => excluded !== 1).length, shots),
    ...{ doubted, rounds },
    wrong_clubs: wrongClubs(blocks).map(({ block, to_club_id, shot_ids }) => {
      const { group, shots } = block as (typeof blocks)[number]
      const ids = new Set(shot_ids)
      const those = shots.filter(({ id }) => ids.has(id))
      return {
        group_id: group.group_id,
        label: labelSaid(group, clubs.get(block.club_id)?.code),
        date: group.practice_date,
        from_club_id: block.club_id,
        ...{ to_club_id, shot_ids, of: shots.length },
        ball_speed_mps: median(those.flatMap(({ ball_speed_mps }) => ball_speed_mps ?? [])),
        launch_deg: median(those.flatMap(({ launch_deg }) => launch_deg ?? [])),
      }
    }),
  }
}

function labelSaid({ label }: Row, code: string | null | undefined): string {
  return labelOf({ label, club_code: code ?? null })
}
