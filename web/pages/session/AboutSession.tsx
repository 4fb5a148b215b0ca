import { lazy, Suspense, useState } from 'react'
import { groupKinds } from '../../../shared/schema/rows.ts'
import type { SessionDetail } from '../../db/query.ts'
import { useAccount } from '../../sync/react.tsx'
import { Action, Actions } from '../../ui/ActionBar.tsx'
import { Card } from '../../ui/Card.tsx'
import { Chips } from '../../ui/Chips.tsx'
import { ClubMark } from '../../ui/club.tsx'
import { shotsSaid } from '../../ui/Figure.tsx'
import { DeleteIcon, DownloadIcon, MergeIcon, NoteIcon, SplitIcon, TagIcon } from '../../ui/icons.ts'
import { LineButton, Lines } from '../../ui/Line.tsx'
import { useAct } from '../act.tsx'
import { ClubSheet } from '../ClubSheet.tsx'
import type { ClubById } from '../clubs.ts'
import { ExportSheetLater } from '../export/ExportSheetLater.tsx'
import { TagSheet } from '../TagSheet.tsx'
import { TextSheet } from '../TextSheet.tsx'
import { SessionSheet } from './SessionSheet.tsx'

const Conflicts = lazy(async () => ({ default: (await import('../conflicts/Conflicts.tsx')).Conflicts }))

type OpenSheet = 'tags' | 'notes' | 'merge' | 'export' | { readonly clubOf: string } | null

/** What the golfer says of a session: its groups with their kind and club, tags, notes, what it took in. */
export function AboutSession({
  session,
  groups,
  clubs,
  onDeleted,
}: {
  readonly session: SessionDetail
  /** Those of its groups that are to be seen: of the chosen club. */
  readonly groups: SessionDetail['groups']
  readonly clubs: ClubById
  readonly onDeleted: () => void
}) {
  const act = useAct()
  const account = useAccount()
  const [sheet, setSheet] = useState<OpenSheet>(null)
  const close = () => setSheet(null)
  const clubOf = typeof sheet === 'object' ? sheet?.clubOf : undefined
  const group = session.groups.find(({ id }) => id === clubOf)
  return (
    <section className="stack" aria-label="About this session">
      {groups.map(({ id, label, kind, kind_guessed, club_id, ball_name, shots }) => {
        const club = clubs(club_id)
        return (
          <Card key={id}>
            <div className="row group-head">
              <h2>{label || 'No label'}</h2>
              <button type="button" className="chip" onClick={() => setSheet({ clubOf: id })}>
                <span className="chip-face">
                  <ClubMark place={club.place} />
                  {club.name}
                  <span className="spoken">: change the club of {label}</span>
                </span>
              </button>
            </div>
            <p className="soft num">
              {[
                shotsSaid(shots),
                ball_name && `${ball_name.toLowerCase()} ball`,
                kind_guessed && 'kind guessed',
              ]
                .filter(Boolean)
                .join(' · ')}
            </p>
            <Chips
              label={`Kind of ${label}`}
              line="joined"
              value={kind}
              choices={groupKinds.map(kind => ({ value: kind, says: kind }))}
              onChoose={to => {
                if (to !== kind) act({ kind: 'set_group', group_id: id, set: { kind: to } })
              }}
            />
          </Card>
        )
      })}
      {account && (
        <Suspense>
          <Conflicts table="sessions" id={session.id} />
        </Suspense>
      )}
      {session.tags.length > 0 && <p>Tags: {session.tags.join(', ')}</p>}
      {session.notes !== null && <p className="session-notes">{session.notes}</p>}
      <Actions>
        <Action icon={TagIcon} onPress={() => setSheet('tags')}>
          Tags
        </Action>
        <Action icon={NoteIcon} onPress={() => setSheet('notes')}>
          Notes
        </Action>
        <Action icon={MergeIcon} onPress={() => setSheet('merge')}>
          Merge
        </Action>
        <Action icon={DownloadIcon} onPress={() => setSheet('export')}>
          Export
        </Action>
        <Action
          icon={DeleteIcon}
          onPress={() => {
            act({ kind: 'delete_sessions', session_ids: [session.id] })
            onDeleted()
          }}
        >
          Delete
        </Action>
      </Actions>
      {session.took_in.length > 0 && (
        <Lines>
          {session.took_in.map(({ id, title }) => (
            <LineButton
              key={id}
              icon={SplitIcon}
              onPress={() => act({ kind: 'unmerge_session', session_id: id })}
              under="merged into this one"
            >
              Take “{title}” out again
            </LineButton>
          ))}
        </Lines>
      )}
      <TagSheet
        open={sheet === 'tags'}
        on={session.tags}
        onClose={close}
        onChange={({ add, remove }) =>
          act({
            kind: 'set_session',
            session_id: session.id,
            set: { tags: [...session.tags.filter(tag => !remove.includes(tag)), ...add] },
          })
        }
      />
      <TextSheet
        open={sheet === 'notes'}
        title="Notes"
        label="Notes on this session"
        value={session.notes ?? ''}
        lines={5}
        onClose={close}
        onSave={notes => act({ kind: 'set_session', session_id: session.id, set: { notes } })}
      />
      <SessionSheet
        open={sheet === 'merge'}
        title="Merge into"
        not={session.id}
        onClose={close}
        onChoose={into => {
          act({ kind: 'merge_sessions', session_ids: [session.id], into })
          close()
          onDeleted()
        }}
      />
      <ExportSheetLater
        open={sheet === 'export'}
        title="Export this session"
        shots={{ filter: { session_id: session.id } }}
        of={session.practice_date ?? 'session'}
        onClose={close}
      />
      <ClubSheet
        open={group !== undefined}
        title={`Club of ${group?.label || 'this group'}`}
        club_id={group?.club_id ?? null}
        unset="As the report says"
        onClose={close}
        onChoose={club_id => {
          if (group) act({ kind: 'set_group', group_id: group.id, set: { club_id } })
        }}
      />
    </section>
  )
}
