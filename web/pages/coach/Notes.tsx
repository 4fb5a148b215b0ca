import { Fragment, useState } from 'react'
import { addDays, localDate } from '../../../shared/golf/dates.ts'
import { useLive } from '../../db/react.tsx'
import { escapeId, sessionAddress, shotAddress } from '../../ui/address.ts'
import { Button } from '../../ui/Button.tsx'
import { useDisplay } from '../../ui/display.ts'
import { Field } from '../../ui/Field.tsx'
import { LineLink, Lines } from '../../ui/Line.tsx'
import { useAct } from '../act.tsx'
import type { ClubById } from '../clubs.ts'

/** Feels, swing thoughts and lessons, as they stand at sessions and shots; each day parts before from after. */
export function Notes({ clubs }: { readonly clubs: ClubById }) {
  const notes = useLive('notes', {})
  const display = useDisplay()
  const today = localDate(new Date())
  if (!notes) return null
  return (
    <details className="behind">
      <summary>Your notes: {notes.length === 0 ? 'none yet' : notes.length}</summary>
      <div className="stack">
        <Today key={today} today={today} was={notes.find(({ id }) => id === `note:${today}`)?.text ?? ''} />
        {notes.length === 0 && (
          <p>
            What felt different, or what a lesson was about: write it at a session or a shot (Notes). It
            stands here, with what changed since.
          </p>
        )}
        <Lines>
          {notes.map(({ id, of, date, club_id, text }) => (
            <Fragment key={id}>
              <LineLink
                href={of === 'day' ? '/import' : of === 'shot' ? shotAddress(id) : sessionAddress(id)}
                under={[
                  display.date(date),
                  club_id !== null && clubs(club_id).name,
                  of === 'day' && 'waits for its shots',
                ]
                  .filter(Boolean)
                  .join(', ')}
              >
                {text}
              </LineLink>
              {date !== null && <LineLink href={since(date, club_id)}>Before and after this day</LineLink>}
            </Fragment>
          ))}
        </Lines>
      </div>
    </details>
  )
}

/** As much as is shown again. */
const MOST_CHARACTERS = 400

/** Written at the range; the session of today takes it when it is imported. */
function Today({ today, was }: { readonly today: string; readonly was: string }) {
  const act = useAct()
  const [text, setText] = useState(was)
  const value = text.trim() === '' ? null : { date: today, text: text.trim().slice(0, MOST_CHARACTERS) }
  return (
    <div className="stack">
      <Field label="A note for today, until its shots come" type="text" value={text} onChange={setText} />
      <Button
        disabled={text.trim() === was}
        onPress={() => act({ kind: 'keep', keeping: { of: 'note', kept_id: today, value } })}
      >
        Keep
      </Button>
    </div>
  )
}

/** That day and all since, against all before it. */
function since(date: string, club_id: string | null): string {
  const club = club_id === null ? '' : `club=${escapeId(club_id)}&`
  return `/analysis/compare?${club}from=${date}&b.to=${addDays(date, -1)}`
}
