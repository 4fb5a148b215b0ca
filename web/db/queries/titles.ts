/** What a session is called that the golfer gave no name. */
import { clubOfCode, decodeClub } from '../../../shared/golf/clubs.ts'
import { withoutTurns } from '../../../shared/uneekor/text.ts'
import type { GroupPlace } from './places.ts'

const LONGEST = 3

/** "Iron 6, warmup 50 and 2 more", from its groups' labels in order of time. */
export function titleOf(groups: readonly GroupPlace[]): string {
  const [first, ...others] = new Set(groups.map(labelOf))
  if (first === undefined) return 'Session'
  const shown = [first, ...others.slice(0, LONGEST - 1)].join(', ')
  const more = others.length - (LONGEST - 1)
  return more > 0 ? `${shown} and ${more} more` : shown
}

/** The golfer's label; the club's name where the software wrote its own: "IRON7 | MEDIUM". */
export function labelOf({ label, club_code }: Pick<GroupPlace, 'label' | 'club_code'>): string {
  const [club, ball] = (label ?? '').split('|')
  const isDefault = ball !== undefined && decodeClub(club ?? '')?.code === club_code
  // Kept before the import took such marks off, or written by another.
  if (label !== null && !isDefault) return withoutTurns(label)
  return club_code === null ? 'Shots' : clubOfCode(club_code).name
}
