import { useRef } from 'react'
import { useLocation } from 'wouter'
import { type Flight, flightOf } from '../../../shared/golf/metrics.ts'
import type { Shown } from '../../../shared/golf/units.ts'
import { joined } from '../../../shared/golf/units.ts'
import { useLive } from '../../db/react.tsx'
import { sessionAddress, shotAddress } from '../../ui/address.ts'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { apart, useDisplay } from '../../ui/display.ts'
import { Empty } from '../../ui/Empty.tsx'
import { Figure, shotsSaid, Tile } from '../../ui/Figure.tsx'
import { BackIcon, OpenIcon } from '../../ui/icons.ts'
import { useKeys } from '../../ui/keys.ts'
import { Page } from '../../ui/Page.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { useSettings } from '../../ui/settings.ts'
import { useAct } from '../act.tsx'
import { useClubs } from '../clubs.ts'
import { ShotMedia } from '../media/ShotMedia.tsx'
import { PictureButton } from '../PictureButton.tsx'
import { Dispersion } from '../session/Dispersion.tsx'
import { Facts } from './Facts.tsx'
import { Measures } from './Measures.tsx'
import { ShotEdits } from './ShotEdits.tsx'
import { ShotHistory } from './ShotHistory.tsx'
import { Strike } from './Strike.tsx'
import { useSwipe } from './swipe.ts'
import './shot.css'

/** Everything that is known of one shot. */
export function ShotPage({ id }: { readonly id: string }) {
  const [, navigate] = useLocation()
  const display = useDisplay()
  const { handedness } = useSettings()
  const act = useAct()
  const clubs = useClubs()
  const live = useLive('shot', { id })
  // While the next shot comes, the last one stays: no flash between two shots.
  const last = useRef(live)
  if (live !== undefined) last.current = live
  const shot = live === undefined ? last.current : live
  const shots = useLive('shots', { session_id: shot?.session_id ?? '' })
  const goTo = (to: string | null | undefined) => {
    // In the place of this one: the back button leads to the session, not through every shot.
    if (to) navigate(shotAddress(to), { replace: true })
  }
  const previous = () => goTo(shot?.previous_id)
  const next = () => goTo(shot?.next_id)
  const swipe = useSwipe({ onLeft: next, onRight: previous })
  useKeys({
    ArrowLeft: previous,
    ArrowRight: next,
    k: previous,
    j: next,
    e: () => {
      if (shot) act({ kind: 'set_shots', shots: { ids: [shot.id] }, set: { excluded: !shot.excluded } })
    },
    d: () => {
      if (shot) act({ kind: 'delete_shots', shots: { ids: [shot.id] } })
    },
  })

  if (shot === null) {
    return (
      <Page>
        <PageHead title="No such shot" back={{ href: '/', says: 'Your sessions' }} />
        <Empty
          title="It is not on this device"
          action={
            <ButtonLink look="main" href="/">
              Your sessions
            </ButtonLink>
          }
        >
          It may have been deleted for good, or its address was cut.
        </Empty>
      </Page>
    )
  }
  if (!shot) {
    return (
      <Page>
        <PageHead title="Shot" back={{ href: '/', says: 'Your sessions' }} />
      </Page>
    )
  }
  const club = clubs(shot.club_id)
  const carry = display.shown('carry_m', shot.carry_m)
  const ball = apart(display.shown('ball_speed_mps', shot.ball_speed_mps))
  // The shot itself is there even from the trash.
  const ofClub = [
    shot,
    ...(shots ?? []).filter(({ id, club_id }) => id !== shot.id && club_id === shot.club_id),
  ]
  return (
    <div {...swipe}>
      <Page wide>
        <PageHead
          title={`Shot ${shot.number}, ${club.name}`}
          back={{ href: sessionAddress(shot.session_id), says: `Back to ${shot.session_title}` }}
          aside={
            <>
              <Button
                look="quiet"
                icon={BackIcon}
                iconOnly
                disabled={shot.previous_id === null}
                onPress={previous}
              >
                Previous shot
              </Button>
              <Button look="quiet" icon={OpenIcon} iconOnly disabled={shot.next_id === null} onPress={next}>
                Next shot
              </Button>
            </>
          }
        >
          Shot {shot.number}
        </PageHead>
        <p className="shot-where soft">
          {display.date(shot.practice_date)} · {shot.session_title}
        </p>
        {shot.deleted_at !== null && (
          <p className="row shot-gone">
            <span>This shot is in the trash.</span>
            <Button onPress={() => act({ kind: 'restore_shots', shots: { ids: [id] } })}>Restore</Button>
          </p>
        )}
        <div className="shot-answer stack">
          <Figure
            value={shot.carry_m === null ? null : carry.value}
            unit={`${display.unit('carry_m')} carry`}
            note={[
              shot.side_m !== null && display.measure('side_m', shot.side_m),
              shot.excluded && 'left out of the figures',
            ]
              .filter(Boolean)
              .join(' · ')}
          />
          <p>
            {flightSaid(
              flightOf(shot, handedness),
              display.shown('launch_direction_deg', shot.launch_direction_deg),
            )}
          </p>
        </div>
        <div className="shot-columns">
          <div className="shot-first">
            <div className="shot-pictures">
              <Card>
                {shots && (
                  <Dispersion
                    shots={ofClub}
                    clubs={clubs}
                    says={`Where it landed, among ${shotsSaid(ofClub.length)} with the ${club.name} that day`}
                    chosen_id={shot.id}
                    onChoose={goTo}
                  />
                )}
              </Card>
              <Strike shot={shot} />
              <Tile value={ball.value} says={`${ball.unit} ball`} />
            </div>
            <PictureButton
              name={`shot-${shot.practice_date ?? 'undated'}-${shot.number}`}
              says={() =>
                [
                  `Shot ${shot.number}, ${club.name}`,
                  `${display.date(shot.practice_date)}, ${shot.session_title}`,
                  joined(carry),
                ].join(' · ')
              }
            />
            <ShotEdits shot={shot} club={club} />
            {/* It comes late and below: what the thumb is about to tap must not jump. */}
            <ShotMedia key={shot.id} id={shot.id} />
          </div>
          <Measures shot={shot} />
          <div className="shot-last">
            <ShotHistory shot={shot} />
            <Facts shot={shot} />
          </div>
        </div>
      </Page>
    </div>
  )
}

function flightSaid(flight: Flight | null, start: Shown): string {
  if (flight === null) return 'How it flew is not known: its start or its spin is missing.'
  if (flight.name === 'straight') return 'It flew straight.'
  return `A ${flight.name}, started ${Number(start.value) === 0 ? 'on line' : joined(start)}.`
}
