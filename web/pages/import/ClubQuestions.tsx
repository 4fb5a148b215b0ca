import { useState } from 'react'
import type { ClubLine, ImportPreview } from '../../db/query.ts'
import { useLive } from '../../db/react.tsx'
import { Card } from '../../ui/Card.tsx'
import { Chip } from '../../ui/Chips.tsx'
import { ClubMark } from '../../ui/club.tsx'
import { shotsSaid } from '../../ui/Figure.tsx'
import { WarnIcon } from '../../ui/icons.ts'
import { LineButton, Lines } from '../../ui/Line.tsx'
import { Sheet } from '../../ui/Sheet.tsx'
import type { Answers, ClubAnswer } from './answers.ts'
import { listSaid } from './words.ts'

type NewClub = ImportPreview['new_clubs'][number]

interface Props {
  readonly asked: readonly NewClub[]
  readonly preview: ImportPreview
  readonly answers: Answers
  /** The question that still stands in the way of adding. */
  readonly open: string | null
  readonly onAnswer: (answers: Answers) => void
}

/** A club never seen before is asked once; what is answered holds for every report to come. */
export function ClubQuestions({ asked, preview, answers, open, onAnswer }: Props) {
  const bag = useLive('bag', null) ?? []
  // Many at once, as in a first report, are told and not asked: what they are is plain from their names.
  if (asked.every(({ ask }) => !ask) && (bag.length === 0 || asked.length > MOST_CARDS)) {
    return <NewClubs clubs={asked} />
  }
  return asked.map(club => (
    <ClubQuestion
      key={club.code}
      club={club}
      labels={preview.groups.filter(({ club_code }) => club_code === club.code).map(({ label }) => label)}
      bag={bag.filter(({ code }) => code !== club.code)}
      answer={answers.clubs[club.code] ?? (club.ask ? null : { is: 'as_named' })}
      isOpen={open === club.code}
      onAnswer={answer => onAnswer({ ...answers, clubs: { ...answers.clubs, [club.code]: answer } })}
    />
  ))
}

const MOST_CARDS = 2

function NewClubs({ clubs }: { readonly clubs: readonly NewClub[] }) {
  if (clubs.length === 0) return null
  return (
    <Card>
      <p>
        <b>New to your bag:</b> {listSaid(clubs.map(({ name }) => name))}.
      </p>
      <p className="soft">
        If one of them stands there under another name, merge the two in the bag, now or later.
      </p>
    </Card>
  )
}

function ClubQuestion({
  club: { code, name, shots, ask },
  labels,
  bag,
  answer,
  isOpen,
  onAnswer,
}: {
  readonly club: NewClub
  readonly labels: readonly string[]
  readonly bag: readonly ClubLine[]
  readonly answer: ClubAnswer | null
  readonly isOpen: boolean
  readonly onAnswer: (answer: ClubAnswer) => void
}) {
  const [choosing, setChoosing] = useState(false)
  const chosen = answer?.is === 'club' ? bag.find(({ id }) => id === answer.club_id) : undefined
  const mixed = (
    <Chip on={answer?.is === 'mixed'} onPress={() => onAnswer({ is: 'mixed' })}>
      A simulator round, mixed clubs
    </Chip>
  )
  return (
    <Card>
      <fieldset className="club-question" id={`club-${code}`} tabIndex={-1}>
        <legend>
          {ask ? (
            <b>{code}: what is this?</b>
          ) : (
            <>
              <b>{hitWith(labels, code)}</b> New to your bag.
            </>
          )}
        </legend>
        {ask && (
          <p>
            {shotsSaid(shots)}, {labels.map(label => `“${label}”`).join(', ')}. Simulators often keep one club
            for a whole round.
          </p>
        )}
        <div className="chips wraps">
          {ask && mixed}
          <Chip on={answer?.is === 'as_named'} onPress={() => onAnswer({ is: 'as_named' })}>
            {ask ? `As named: ${name}` : name}
          </Chip>
          {bag.length > 0 && (
            <Chip on={chosen !== undefined} onPress={() => setChoosing(true)}>
              {chosen ? chosen.name : 'One of my bag…'}
            </Chip>
          )}
        </div>
        {isOpen && answer === null && (
          <p className="field-problem" role="alert">
            <WarnIcon aria-hidden={true} />
            <span>Say this first. It can be changed later.</span>
          </p>
        )}
      </fieldset>
      <Sheet open={choosing} title={`${code} is`} onClose={() => setChoosing(false)}>
        <Lines>
          {bag.map(one => (
            <LineButton
              key={one.id}
              on={one.id === chosen?.id}
              onPress={() => {
                onAnswer({ is: 'club', club_id: one.id })
                setChoosing(false)
              }}
            >
              <span className="row">
                <ClubMark place={one.place} />
                {one.name}
              </span>
            </LineButton>
          ))}
        </Lines>
      </Sheet>
    </Card>
  )
}

function hitWith(labels: readonly string[], code: string): string {
  const [only] = labels
  return labels.length === 1 && only
    ? `“${only}” was hit with ${code}.`
    : `${code}, in ${labels.length} groups.`
}
