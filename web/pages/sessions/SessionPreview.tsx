import { useLocation } from 'wouter'
import type { SessionLine } from '../../db/query.ts'
import { useLiveFiltered } from '../../db/react.tsx'
import { sessionAddress } from '../../ui/address.ts'
import { useDisplay } from '../../ui/display.ts'
import type { ClubById } from '../clubs.ts'
import { Answer } from '../session/Answer.tsx'

/** Beside the list, where there is room: how far and how straight in the session that the list stands at. */
export function SessionPreview({
  session,
  clubs,
}: {
  readonly session: SessionLine
  readonly clubs: ClubById
}) {
  const [, navigate] = useLocation()
  const display = useDisplay()
  const shots = useLiveFiltered('shots', { session_id: session.id })
  const hit = session.clubs
    .map(({ club_id, shots }) => ({ club: clubs(club_id), club_id, shots }))
    .sort((a, b) => a.club.place - b.club.place)
  if (!shots || shots.length === 0) return null
  return (
    <aside className="session-preview stack" aria-label={`At a glance: ${session.title}`}>
      <h2>
        <a href={sessionAddress(session.id)}>{session.title}</a>
        <span className="soft">{display.date(session.practice_date)}</span>
      </h2>
      <Answer
        shots={shots}
        hit={hit.length > 1 ? hit : null}
        clubs={clubs}
        onClub={club_id => navigate(sessionAddress(session.id, club_id))}
      />
    </aside>
  )
}
