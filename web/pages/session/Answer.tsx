import { useState } from 'react'
import type { Figure as FigureName } from '../../../shared/golf/measures.ts'
import type { ShotLine } from '../../db/query.ts'
import { Card } from '../../ui/Card.tsx'
import { ClubMark } from '../../ui/club.tsx'
import { useDisplay } from '../../ui/display.ts'
import { Figure, shotsSaid, TOO_FEW_FOR_SPREAD } from '../../ui/Figure.tsx'
import { OpenIcon } from '../../ui/icons.ts'
import { LineButton, Lines } from '../../ui/Line.tsx'
import { useSettings } from '../../ui/settings.ts'
import type { ClubById, ClubFace } from '../clubs.ts'
import { Dispersion } from './Dispersion.tsx'
import { MeaningSheet } from './MeaningSheet.tsx'
import { missesSaid, sentenceOf } from './sentence.ts'
import { summaryOf } from './summary.ts'
import { Tiles } from './Tiles.tsx'

interface Hit {
  readonly club: ClubFace
  readonly club_id: string
  readonly shots: number
}

/** The answer first: how far, how straight; then the picture and the figures beside it. */
export function Answer({
  shots,
  hit,
  clubs,
  onClub,
}: {
  readonly shots: readonly ShotLine[]
  /** The clubs of the session where none is chosen: each is answered for itself. */
  readonly hit: readonly Hit[] | null
  readonly clubs: ClubById
  readonly onClub: (club_id: string) => void
}) {
  const display = useDisplay()
  const { handedness } = useSettings()
  const [explained, setExplained] = useState<FigureName | null>(null)
  const counted = shots.filter(({ excluded }) => !excluded)
  const carry = summaryOf(counted, 'carry_m')
  const shown = display.shown('carry_m', carry.median)
  const says = sentenceOf(counted, display, handedness)
  if (hit) {
    const misses = missesSaid(
      hit.map(({ club, club_id }) => ({
        name: club.name,
        counted: counted.filter(shot => (shot.club_id ?? '') === club_id),
      })),
      display,
    )
    return (
      <>
        <Figure
          value={counted.length.toLocaleString('en')}
          unit={counted.length === 1 ? 'shot' : 'shots'}
          {...(counted.length < shots.length && { note: `${shots.length - counted.length} left out` })}
        />
        {misses && <p>{misses}</p>}
        <Card>
          <Dispersion
            shots={shots}
            clubs={clubs}
            says={`Landing of ${shotsSaid(counted.length)}, by club. ${misses}`}
          />
        </Card>
        <Lines>
          {hit.map(({ club, club_id }) => (
            <ClubLine
              key={club_id}
              club={club}
              shots={shots.filter(shot => (shot.club_id ?? '') === club_id)}
              onPress={() => onClub(club_id)}
            />
          ))}
        </Lines>
      </>
    )
  }
  return (
    <>
      <Figure
        value={carry.median === null ? null : shown.value}
        unit={`${display.unit('carry_m')} carry`}
        spread={carry.spread === null ? null : display.size('carry_m', carry.spread).value}
        n={carry.n}
        of={shots.length}
      />
      {says && <p>{says}</p>}
      <Card>
        <Dispersion shots={shots} clubs={clubs} says={`Landing of ${shotsSaid(counted.length)}. ${says}`} />
      </Card>
      <Tiles shots={counted} onOpen={setExplained} />
      <MeaningSheet figure={explained} shots={counted} onClose={() => setExplained(null)} />
    </>
  )
}

/** One club in a line: its name, its carry with spread, its shots. */
function ClubLine({
  club,
  shots,
  onPress,
}: {
  readonly club: ClubFace
  readonly shots: readonly ShotLine[]
  readonly onPress: () => void
}) {
  const display = useDisplay()
  const { n, median, spread } = summaryOf(
    shots.filter(({ excluded }) => !excluded),
    'carry_m',
  )
  return (
    <LineButton
      onPress={onPress}
      under={shotsSaid(n, shots.length)}
      end={
        <>
          <b className="num">
            {display.measure('carry_m', median)}
            {spread !== null && n >= TOO_FEW_FOR_SPREAD && (
              <span className="soft"> ±{display.size('carry_m', spread).value}</span>
            )}
          </b>
          <OpenIcon aria-hidden={true} />
        </>
      }
    >
      <ClubMark place={club.place} /> {club.name}
    </LineButton>
  )
}
