import { useId } from 'react'
import { type GroupKind, groupKinds } from '../../../shared/schema/rows.ts'
import type { ImportPreview } from '../../db/query.ts'
import { useClubs } from '../clubs.ts'
import { type Answers, clubOf } from './answers.ts'
import { NoClubButton } from './NoClubButton.tsx'

interface Props {
  readonly preview: ImportPreview
  readonly answers: Answers
  readonly onAnswer: (answers: Answers) => void
}

/** The report's groups: label, club, shots, and the kind, which one tap changes. */
export function GroupList({ preview, answers, onAnswer }: Props) {
  const clubs = useClubs()
  return (
    <ul className="groups" aria-label="Groups">
      {preview.groups.map(group => {
        const club = clubOf(group, preview, answers, id => clubs(id).name)
        return (
          <li key={group.id}>
            <p className="group-head num">
              <b>{group.label === '' ? 'No label' : group.label}</b>
              {club === null && <strong className="open-question">which club?</strong>}
              {isNameless(group) ? (
                <NoClubButton
                  label={group.label}
                  name={answers.group_clubs[group.id] === undefined ? null : club}
                  onChoose={club_id =>
                    onAnswer({ ...answers, group_clubs: chosen(answers, group.id, club_id) })
                  }
                />
              ) : (
                club !== null && club !== group.label && <span>{club}</span>
              )}
              <span className="group-shots">
                {group.shots.toLocaleString('en')}
                <span className="soft"> {newOf(group)}</span>
              </span>
            </p>
            <KindChoice
              label={`Kind of ${group.label === '' ? 'this group' : group.label}`}
              value={answers.kinds[group.id] ?? group.kind}
              onChoose={kind => onAnswer({ ...answers, kinds: { ...answers.kinds, [group.id]: kind } })}
            />
          </li>
        )
      })}
    </ul>
  )
}

/** Its source has no club, and the golfer has not said one before. */
const isNameless = ({ club_code, club_id }: ImportPreview['groups'][number]): boolean =>
  club_code === null && club_id === null

function chosen({ group_clubs }: Answers, group_id: string, club_id: string | null): Answers['group_clubs'] {
  const { [group_id]: _, ...others } = group_clubs
  return club_id === null ? others : { ...others, [group_id]: club_id }
}

function newOf({ shots, new_shots }: ImportPreview['groups'][number]): string {
  if (new_shots === shots) return shots === 1 ? 'shot' : 'shots'
  return new_shots === 0 ? 'known' : `shots, ${new_shots.toLocaleString('en')} new`
}

function KindChoice({
  label,
  value,
  onChoose,
}: {
  readonly label: string
  readonly value: GroupKind
  readonly onChoose: (kind: GroupKind) => void
}) {
  const name = useId()
  return (
    <fieldset className="kinds">
      <legend className="spoken">{label}</legend>
      {groupKinds.map(kind => (
        <label key={kind}>
          <input
            type="radio"
            className="spoken"
            name={name}
            value={kind}
            checked={kind === value}
            onChange={() => onChoose(kind)}
          />
          <span>{kind}</span>
        </label>
      ))}
    </fieldset>
  )
}
