import { memo } from 'react'
import type { SessionLine } from '../../db/query.ts'
import { sessionAddress } from '../../ui/address.ts'
import { ClubMark } from '../../ui/club.tsx'
import { useDisplay } from '../../ui/display.ts'
import { DoneIcon } from '../../ui/icons.ts'
import type { ClubById } from '../clubs.ts'
import { dayOf } from './months.ts'

/** More clubs than these are told by their number. */
const SHOWN_CLUBS = 3

export const SessionRow = memo(function SessionRow({
  session,
  clubs,
  selecting,
  selected,
  shown,
  onToggle,
}: {
  readonly session: SessionLine
  readonly clubs: ClubById
  readonly selecting: boolean
  readonly selected: boolean
  /** Beside the list. */
  readonly shown: boolean
  readonly onToggle: (id: string) => void
}) {
  const display = useDisplay()
  const { id, practice_date, title, kinds, tags, shots, excluded } = session
  const day = practice_date === null ? null : dayOf(practice_date)
  // One more than shown would be told by a line as long as itself.
  const clubsShown = session.clubs
    .map(({ club_id, shots }) => ({ club: clubs(club_id), club_id, shots }))
    .sort((a, b) => a.club.place - b.club.place)
    .slice(0, session.clubs.length === SHOWN_CLUBS + 1 ? SHOWN_CLUBS + 1 : SHOWN_CLUBS)
  const inside = (
    <>
      <span className="session-day num" aria-hidden={true}>
        {selecting ? (
          <span className={selected ? 'tick on' : 'tick'}>{selected && <DoneIcon aria-hidden={true} />}</span>
        ) : (
          day && (
            <>
              <b>{day.day}</b>
              {day.weekday}
            </>
          )
        )}
      </span>
      <span className="session-what">
        <span className="session-title">{title}</span>
        <span className="spoken">{display.date(practice_date)}, </span>
        <span className="session-clubs num">
          {clubsShown.map(({ club, club_id, shots }) => (
            <span key={club_id}>
              <ClubMark place={club.place} />
              {club.short} <span className="soft">{shots}</span>
            </span>
          ))}
          {session.clubs.length > clubsShown.length && (
            <span className="soft">+{session.clubs.length - clubsShown.length}</span>
          )}
        </span>
        <span className="soft">{[...kinds, ...tags.map(tag => `#${tag}`)].join(' · ')}</span>
      </span>
      <span className="session-shots num">
        <b>{(shots - excluded).toLocaleString('en')}</b>
        <span className="soft">{excluded > 0 ? `of ${shots.toLocaleString('en')} shots` : 'shots'}</span>
      </span>
    </>
  )
  return (
    <li data-id={id} className={shown ? 'shown' : undefined}>
      {selecting ? (
        <button type="button" className="session-row" aria-pressed={selected} onClick={() => onToggle(id)}>
          {inside}
        </button>
      ) : (
        <a className="session-row" href={sessionAddress(id)}>
          {inside}
        </a>
      )}
    </li>
  )
})
