import {
  benchmarkOf,
  CAMERA_HIGHER_DEG,
  driverWindow,
  HANDICAP_DRIVER,
  SOURCE,
  TOURS,
} from '../../../../shared/golf/benchmarks.ts'
import { type Figure, figures } from '../../../../shared/golf/measures.ts'
import { joined, MPH_PER_MPS } from '../../../../shared/golf/units.ts'
import type { ClubLine } from '../../../db/query.ts'
import { useLiveFiltered } from '../../../db/react.tsx'
import { shotAddress } from '../../../ui/address.ts'
import { Card } from '../../../ui/Card.tsx'
import { Chips } from '../../../ui/Chips.tsx'
import { clubColor } from '../../../ui/club.tsx'
import { useDisplay } from '../../../ui/display.ts'
import { useParams } from '../../params.ts'
import { AskBar } from '../AskBar.tsx'
import { Behind } from '../Behind.tsx'
import { Plot } from '../chart/Plot.tsx'
import { endsOfMost } from '../chart/plane.ts'
import { useClub } from '../useClub.ts'
import { usedSaid } from '../used.ts'
import { windowSaid } from './words.ts'

const TOLD = [
  ...['carry_m', 'ball_speed_mps', 'club_speed_mps', 'smash', 'launch_deg', 'spin_rpm'],
  ...['attack_deg', 'apex_m', 'descent_deg'],
] as const satisfies readonly Figure[]
const HEIGHT_PX = 300

/** One club beside the tours' averages; for a driver, where its carry would be greatest. */
export function Benchmarks() {
  const display = useDisplay()
  const [params, setParams] = useParams()
  const { club, asked } = useClub()
  const answer = useLiveFiltered('summed', { filter: asked.filter, figures: TOLD })
  const tour = TOURS.find(one => one === params.get('tour')) ?? TOURS[0]
  if (!club || !answer) return <AskBar clubs="one" />
  const row = benchmarkOf(tour, club.code)
  const of = (figure: Figure) => answer.figures.find(one => one.figure === figure)?.median ?? null
  const rows = TOLD.map(figure => {
    const [own, theirs] = [of(figure), row?.[figure] ?? null]
    const by = own === null || theirs === null ? null : own - theirs
    return [
      figures[figure].label,
      display.measure(figure, own),
      display.measure(figure, theirs),
      by === null ? '–' : `${by < 0 ? '−' : '+'}${joined(display.size(figure, by))}`,
    ]
  })
  const carry = of('carry_m')
  const theirs = row?.carry_m
  return (
    <>
      <AskBar clubs="one" club_id={club.id} />
      <Chips
        label="Beside"
        line="joined"
        value={tour}
        onChoose={tour => setParams({ tour: tour === TOURS[0] ? null : tour })}
        choices={TOURS.map(value => ({ value, says: value }))}
      />
      <p>
        {theirs === undefined
          ? `The ${tour}’s table has no row for this club.`
          : carry === null
            ? 'No shot here has a carry.'
            : `You carry ${joined(display.shown('carry_m', carry))}, the ${tour} ${joined(display.shown('carry_m', theirs))}: ${Math.round((100 * carry) / theirs)} of 100.`}{' '}
        Your own trend says more than the distance to a tour.
      </p>
      {club.category === 'driver' && <Window club={club} of={of} />}
      <Behind
        name={`benchmark-${club.short}`}
        caption={`${club.name} beside the ${tour}`}
        open
        columns={['Measure', 'You', tour, 'Differs']}
        rows={rows}
        note={`${SOURCE}. Camera monitors read a driver’s attack angle about ${CAMERA_HIGHER_DEG}° higher, and its path about 3° more to the left. ${usedSaid(answer, 'a value')}.`}
      />
      {club.category === 'driver' && (
        <Behind
          name="driver-by-handicap"
          caption="Driver by handicap, men"
          columns={['Handicap', 'Club speed', 'Ball speed', 'Launch', 'Spin']}
          rows={HANDICAP_DRIVER.map(([handicap, speed, ball, launch, spin]) => [
            handicap,
            display.measure('club_speed_mps', speed / MPH_PER_MPS),
            display.measure('ball_speed_mps', ball / MPH_PER_MPS),
            display.measure('launch_deg', launch),
            display.measure('spin_rpm', spin),
          ])}
          note="TrackMan Combine averages, September 2024."
        />
      )}
    </>
  )
}

/** Launch and spin of a driver, with the window in which it carries farthest. */
function Window({ club, of }: { readonly club: ClubLine; readonly of: (figure: Figure) => number | null }) {
  const display = useDisplay()
  const { asked } = useClub()
  const pairs = useLiveFiltered('pairs', { filter: asked.filter, x: 'launch_deg', y: 'spin_rpm' })
  const [ball, speed, attack] = [of('ball_speed_mps'), of('club_speed_mps'), of('attack_deg')]
  const [launch_deg, spin_rpm] = [of('launch_deg'), of('spin_rpm')]
  if (ball === null || speed === null || launch_deg === null || spin_rpm === null) {
    return <p>With ball speed, club speed, launch and spin the best window for your speed shows here.</p>
  }
  // Without a measured attack angle the level one is taken, and said.
  const window = driverWindow({
    ...{ ball_speed_mps: ball, club_speed_mps: speed },
    attack_deg: (attack ?? CAMERA_HIGHER_DEG) - CAMERA_HIGHER_DEG,
  })
  if (!window)
    return <p>Your speed is outside of the published charts: they begin at 75 mph and end at 120.</p>
  const says = windowSaid(window, { launch_deg, spin_rpm }, display)
  const marks = pairs?.marks.filter(({ left_out }) => asked.all || !left_out) ?? []
  const { launch_deg: x, spin_rpm: y } = window
  return (
    <section className="stack" aria-label="Driver window">
      <h2>Launch and spin</h2>
      <p>{says}</p>
      <Card>
        <Plot
          says={`Launch against spin of the ${club.name}. ${says}`}
          points={marks.map(({ id, x, y, left_out }) => ({
            id,
            x,
            y,
            series: 0,
            out: left_out && !asked.all,
          }))}
          series={[clubColor(club.place)]}
          x={{ ...endsOfMost([...marks.map(({ x }) => x), x.low, x.high], 6), says: at => `${at}°` }}
          y={{ ...endsOfMost([...marks.map(({ y }) => y), y.low, y.high], 1000), says: at => `${at}` }}
          height={HEIGHT_PX}
          chosen={({ id, x, y }) => ({
            says: `${display.measure('launch_deg', x)}, ${display.measure('spin_rpm', y)}`,
            href: shotAddress(id),
            link: display.date(marks.find(mark => mark.id === id)?.date ?? null),
          })}
          behind={plane => (
            <rect
              className="target"
              x={plane.x(x.low)}
              width={Math.max(1, plane.x(x.high) - plane.x(x.low))}
              y={plane.y(y.high)}
              height={Math.max(1, plane.y(y.low) - plane.y(y.high))}
            />
          )}
          over={plane => (
            <path
              className="line"
              d={`M${plane.x(launch_deg) - 9},${plane.y(spin_rpm)}h18M${plane.x(launch_deg)},${plane.y(spin_rpm) - 9}v18`}
            />
          )}
        />
      </Card>
      <p className="soft">
        Green: from PING’s chart of 2019 and TrackMan’s of 2010, which differ by about 1° and 400 rpm; widened
        by 1° and 200 rpm.{attack === null && ' Your attack angle was not measured: a level one is taken.'}{' '}
        Cross: your middle.
      </p>
    </section>
  )
}
