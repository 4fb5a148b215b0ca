import { useState } from 'react'
import { navigate } from 'wouter/use-browser-location'
import type { ClubLine } from '../../db/query.ts'
import { clubAddress } from '../../ui/address.ts'
import { Button } from '../../ui/Button.tsx'
import { ClubMark } from '../../ui/club.tsx'
import { shotsSaid } from '../../ui/Figure.tsx'
import { LineButton, Lines } from '../../ui/Line.tsx'
import { Sheet } from '../../ui/Sheet.tsx'
import { useAct } from '../act.tsx'

interface Props {
  readonly club: ClubLine
  readonly bag: readonly ClubLine[]
  readonly onClose: () => void
}

/** Two clubs that are one: which other, and which of the two stays. */
export function MergeClubSheet({ open, ...props }: Props & { readonly open: boolean }) {
  return (
    <Sheet open={open} title={`Merge ${props.club.name}`} onClose={props.onClose}>
      <MergeClub {...props} />
    </Sheet>
  )
}

function MergeClub({ club, bag, onClose }: Props) {
  const act = useAct()
  const [other, setOther] = useState<ClubLine | null>(null)
  const merge = async (goes: ClubLine, stays: ClubLine) => {
    const outcome = await act({ kind: 'merge_clubs', club_id: goes.id, into: stays.id })
    if (!outcome.ok) return
    onClose()
    if (stays.id !== club.id) navigate(clubAddress(stays.id), { replace: true })
  }
  if (other) {
    return (
      <>
        <p>Which of the two stays?</p>
        <Stays stays={club} goes={other} onMerge={merge} />
        <Stays stays={other} goes={club} onMerge={merge} />
        <p>
          Nothing is rewritten: every shot keeps the club its report names, and the two can be taken apart
          again. What arrives later for either comes to the one that stays.
        </p>
        <Button look="quiet" onPress={() => setOther(null)}>
          Another club
        </Button>
      </>
    )
  }
  return (
    <>
      <p>Which club is the same as {club.name}?</p>
      <Lines>
        {bag
          .filter(({ id }) => id !== club.id)
          .map(one => (
            <LineButton
              key={one.id}
              onPress={() => setOther(one)}
              end={<small className="num">{shotsSaid(one.shots)}</small>}
            >
              <span className="row">
                <ClubMark place={one.place} />
                {one.name}
              </span>
            </LineButton>
          ))}
      </Lines>
    </>
  )
}

function Stays({
  stays,
  goes,
  onMerge,
}: {
  readonly stays: ClubLine
  readonly goes: ClubLine
  readonly onMerge: (goes: ClubLine, stays: ClubLine) => void
}) {
  return (
    <Button wide onPress={() => onMerge(goes, stays)}>
      {stays.name} takes in {goes.name} ({shotsSaid(goes.shots)})
    </Button>
  )
}
