import { useState } from 'react'
import { clubIdOfCode, clubOfCode } from '../../../shared/golf/clubs.ts'
import { useLive } from '../../db/react.tsx'
import { Button } from '../../ui/Button.tsx'
import { ClubMark } from '../../ui/club.tsx'
import { LineButton, Lines } from '../../ui/Line.tsx'
import { Sheet } from '../../ui/Sheet.tsx'

/** What most bags hold: a bag that is empty, or lacks the club, offers these too. */
const USUAL = [
  'DRIVER',
  'WOOD3',
  'WOOD5',
  'HYBRID4',
  ...[4, 5, 6, 7, 8, 9].map(n => `IRON${n}`),
  'WEDGE_PITCHING',
  'WEDGE_50',
  'WEDGE_54',
  'WEDGE_56',
  'WEDGE_60',
]

/** Of a group whose source names no club, as a Uneekor VIEW file. */
export function NoClubButton({
  label,
  name,
  onChoose,
}: {
  readonly label: string
  /** The chosen one's; null = not said. */
  readonly name: string | null
  readonly onChoose: (club_id: string | null) => void
}) {
  const [choosing, setChoosing] = useState(false)
  const bag = useLive('bag', null) ?? []
  const others = USUAL.filter(code => !bag.some(club => club.code === code || club.id === clubIdOfCode(code)))
  const choose = (club_id: string | null) => {
    onChoose(club_id)
    setChoosing(false)
  }
  return (
    <>
      <Button look="quiet" onPress={() => setChoosing(true)}>
        {name ?? 'Which club?'}
        <span className="spoken"> {label}</span>
      </Button>
      <Sheet open={choosing} title="Hit with" onClose={() => setChoosing(false)}>
        <Lines>
          {bag.map(({ id, name, place }) => (
            <LineButton key={id} onPress={() => choose(id)}>
              <ClubMark place={place} /> {name}
            </LineButton>
          ))}
          {others.map(code => (
            <LineButton key={code} onPress={() => choose(clubIdOfCode(code))}>
              {clubOfCode(code).name}
            </LineButton>
          ))}
          <LineButton onPress={() => choose(null)}>Several, or I don’t know</LineButton>
        </Lines>
      </Sheet>
    </>
  )
}
