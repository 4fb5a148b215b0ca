import { useState } from 'react'
import type { ShotDetail } from '../../db/query.ts'
import { Action, Actions } from '../../ui/ActionBar.tsx'
import { ClubMark } from '../../ui/club.tsx'
import { Toggle } from '../../ui/Field.tsx'
import { DeleteIcon, NoteIcon, OpenIcon, TagIcon } from '../../ui/icons.ts'
import { LineButton, Lines } from '../../ui/Line.tsx'
import { useAct } from '../act.tsx'
import { ClubSheet } from '../ClubSheet.tsx'
import type { ClubFace } from '../clubs.ts'
import { TagSheet } from '../TagSheet.tsx'
import { TextSheet } from '../TextSheet.tsx'

/** What the golfer says of a shot: whether it counts, its club, tags, a note. */
export function ShotEdits({ shot, club }: { readonly shot: ShotDetail; readonly club: ClubFace }) {
  const act = useAct()
  const [sheet, setSheet] = useState<'club' | 'tags' | 'note' | null>(null)
  const close = () => setSheet(null)
  const shots = { ids: [shot.id] }
  return (
    <section className="stack" aria-label="Yours to change">
      <Lines>
        <LineButton
          onPress={() => setSheet('club')}
          under={clubFromSaid(shot)}
          end={<OpenIcon aria-hidden={true} />}
        >
          <ClubMark place={club.place} /> {club.name}
        </LineButton>
        <li>
          <Toggle
            label="Counts in the figures"
            hint={shot.excluded ? 'It is left out, and stays in the list' : ''}
            on={!shot.excluded}
            onChange={counts => act({ kind: 'set_shots', shots, set: { excluded: !counts } })}
          />
        </li>
      </Lines>
      {shot.tags.length > 0 && <p>Tags: {shot.tags.join(', ')}</p>}
      {shot.notes !== null && <p className="shot-notes">{shot.notes}</p>}
      <Actions>
        <Action icon={TagIcon} onPress={() => setSheet('tags')}>
          Tags
        </Action>
        <Action icon={NoteIcon} onPress={() => setSheet('note')}>
          Note
        </Action>
        <Action
          icon={DeleteIcon}
          disabled={shot.deleted_at !== null}
          onPress={() => act({ kind: 'delete_shots', shots })}
        >
          Delete
        </Action>
      </Actions>
      <ClubSheet
        open={sheet === 'club'}
        title={`Club of shot ${shot.number}`}
        club_id={shot.club_id}
        unset="As its group says"
        onClose={close}
        onChoose={club_id => act({ kind: 'set_shots', shots, set: { club_id } })}
      />
      <TagSheet
        open={sheet === 'tags'}
        on={shot.tags}
        onClose={close}
        onChange={({ add, remove }) => act({ kind: 'tag_shots', shots, add, remove })}
      />
      <TextSheet
        open={sheet === 'note'}
        title="Note"
        label={`Note on shot ${shot.number}`}
        value={shot.notes ?? ''}
        lines={3}
        onClose={close}
        onSave={notes => act({ kind: 'set_shots', shots, set: { notes } })}
      />
    </section>
  )
}

function clubFromSaid({ club_from, label }: ShotDetail): string {
  switch (club_from) {
    case 'shot':
      return 'you gave it to this shot'
    case 'group':
      return `you gave it to the group “${label}”`
    case 'source':
      return `chosen in the monitor’s software, group “${label}”`
    default:
      return club_from satisfies never
  }
}
