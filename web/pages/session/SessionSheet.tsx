import { useState } from 'react'
import { useLiveFiltered } from '../../db/react.tsx'
import { useDisplay } from '../../ui/display.ts'
import { LineButton, Lines } from '../../ui/Line.tsx'
import { SearchField } from '../../ui/SearchField.tsx'
import { Sheet } from '../../ui/Sheet.tsx'

/** A phone's list of sessions to choose from; the search finds the others. */
const SHOWN = 30

/** Chooses a session: to move shots to, to merge into. */
export function SessionSheet({
  open,
  title,
  onClose,
  ...choice
}: {
  readonly open: boolean
  readonly title: string
  /** The one it is about, which is no choice. */
  readonly not: string
  readonly onClose: () => void
  readonly onChoose: (session_id: string) => void
}) {
  return (
    <Sheet open={open} title={title} onClose={onClose}>
      <Choice {...choice} />
    </Sheet>
  )
}

function Choice({
  not,
  onChoose,
}: {
  readonly not: string
  readonly onChoose: (session_id: string) => void
}) {
  const display = useDisplay()
  const [words, setWords] = useState('')
  const sessions = useLiveFiltered('sessions', words.trim() === '' ? {} : { search: words.trim() })
  const others = sessions?.filter(({ id }) => id !== not) ?? []
  return (
    <>
      <SearchField label="Search your sessions" value={words} onChange={setWords} />
      <Lines>
        {others.slice(0, SHOWN).map(({ id, title, practice_date, shots }) => (
          <LineButton
            key={id}
            onPress={() => onChoose(id)}
            under={display.date(practice_date)}
            end={<span className="soft num">{shots} shots</span>}
          >
            {title}
          </LineButton>
        ))}
      </Lines>
      {others.length > SHOWN && <p className="soft">{others.length - SHOWN} more: search for them.</p>}
      {sessions && others.length === 0 && <p>No other session{words.trim() && ' fits'}.</p>}
    </>
  )
}
