import { useLive } from '../db/react.tsx'
import { ClubMark } from '../ui/club.tsx'
import { DoneIcon } from '../ui/icons.ts'
import { LineButton, Lines } from '../ui/Line.tsx'
import { Sheet } from '../ui/Sheet.tsx'

/** Chooses a club of the bag; null takes the golfer's choice back. */
export function ClubSheet({
  open,
  title,
  club_id,
  unset,
  onClose,
  onChoose,
}: {
  readonly open: boolean
  readonly title: string
  /** The one that is on now, if it is one. */
  readonly club_id?: string | null
  /** What a shot is when the golfer says nothing: "As its group says". */
  readonly unset: string
  readonly onClose: () => void
  readonly onChoose: (club_id: string | null) => void
}) {
  const bag = useLive('bag', null)
  const choose = (id: string | null) => {
    onChoose(id)
    onClose()
  }
  return (
    <Sheet open={open} title={title} onClose={onClose}>
      <Lines>
        {bag?.map(({ id, name, place, retired }) => (
          <LineButton
            key={id}
            on={id === club_id}
            onPress={() => choose(id)}
            {...(retired && { under: 'retired' })}
            end={id === club_id && <DoneIcon aria-hidden={true} />}
          >
            <ClubMark place={place} /> {name}
          </LineButton>
        ))}
        <LineButton onPress={() => choose(null)}>{unset}</LineButton>
      </Lines>
      <a href="/bag">Your bag</a>
    </Sheet>
  )
}
