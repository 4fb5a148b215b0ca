import { Fragment } from 'react'
import { addDays } from '../../../shared/golf/dates.ts'
import { useLive } from '../../db/react.tsx'
import { escapeId, sessionAddress, shotAddress } from '../../ui/address.ts'
import { useDisplay } from '../../ui/display.ts'
import { LineLink, Lines } from '../../ui/Line.tsx'
import type { ClubById } from '../clubs.ts'

/** Feels, swing thoughts and lessons, as they stand at sessions and shots; each day parts before from after. */
export function Notes({ clubs }: { readonly clubs: ClubById }) {
  const notes = useLive('notes', {})
  const display = useDisplay()
  if (!notes) return null
  return (
    <details className="behind">
      <summary>Your notes: {notes.length === 0 ? 'none yet' : notes.length}</summary>
      {notes.length === 0 && (
        <p>
          What felt different, or what a lesson was about: write it at a session or a shot (Notes). It stands
          here, with what changed since.
        </p>
      )}
      <Lines>
        {notes.map(({ id, of, date, club_id, text }) => (
          <Fragment key={id}>
            <LineLink
              href={of === 'shot' ? shotAddress(id) : sessionAddress(id)}
              under={[display.date(date), club_id !== null && clubs(club_id).name].filter(Boolean).join(', ')}
            >
              {text}
            </LineLink>
            {date !== null && <LineLink href={since(date, club_id)}>Before and after this day</LineLink>}
          </Fragment>
        ))}
      </Lines>
    </details>
  )
}

/** That day and all since, against all before it. */
function since(date: string, club_id: string | null): string {
  const club = club_id === null ? '' : `club=${escapeId(club_id)}&`
  return `/analysis/compare?${club}from=${date}&b.to=${addDays(date, -1)}`
}
