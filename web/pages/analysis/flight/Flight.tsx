import { useMemo } from 'react'
import { type Flown, type PathPoint, trajectoryOf } from '../../../../shared/golf/trajectory.ts'
import type { ShotFilter } from '../../../db/command.ts'
import { useLiveFiltered } from '../../../db/react.tsx'
import { shotAddress } from '../../../ui/address.ts'
import { Card } from '../../../ui/Card.tsx'
import { clubColor } from '../../../ui/club.tsx'
import { useDisplay } from '../../../ui/display.ts'
import { useClubs } from '../../clubs.ts'
import { AskBar } from '../AskBar.tsx'
import { Behind } from '../Behind.tsx'
import { Plot, type PlotPoint } from '../chart/Plot.tsx'
import { endsAboutZero, type Plane } from '../chart/plane.ts'
import { SecondButton, useSecond } from '../Second.tsx'
import { useClub } from '../useClub.ts'
import { usedSaid } from '../used.ts'
import { flightSaid } from './words.ts'

const SIDE_PX = 210
const TOP_PX = 210
const NOTHING: ShotFilter = { session_id: '' }

/** One club's way through the air, from the side and from above, and another's beside it. */
export function Flight() {
  const display = useDisplay()
  const clubs = useClubs()
  const { club, asked } = useClub()
  const second = useSecond(asked.filter)
  const answer = useLiveFiltered('flights', asked.filter)
  const other = useLiveFiltered('flights', second ?? NOTHING)
  const number = (m: number) => display.number('carry_m', m)
  const ways = useMemo(
    () => (answer?.shots ?? []).map(shot => ({ shot, path: trajectoryOf(shot) ?? [] })),
    [answer],
  )
  if (!club || !answer) return <AskBar clubs="one" />
  const says = flightSaid(answer, display)
  const color = clubColor(club.place)
  const otherColor = clubColor(clubs(second?.club_id ?? null).place + (second?.club_id === club.id ? 1 : 0))
  const middles = [
    { path: trajectoryOf(answer.middle), color: color.color },
    { path: second && other ? trajectoryOf(other.middle) : null, color: otherColor.color },
  ].flatMap(({ path, color }) => (path ? [{ path, color }] : []))
  const all = [...ways.map(({ path }) => path), ...middles.map(({ path }) => path)].flat()
  const far = Math.max(10, ...all.map(({ along }) => number(along))) * 1.04
  const high = Math.max(5, ...all.map(({ up }) => number(up))) * 1.1
  const unit = display.unit('carry_m')
  const top = (path: readonly PathPoint[]) =>
    path.reduce((best, point) => (point.up > best.up ? point : best), path[0] ?? { along: 0, up: 0, side: 0 })
  const marks = (of: (path: readonly PathPoint[]) => { x: number; y: number }) =>
    ways.map(({ shot, path }): PlotPoint => ({ id: shot.id, series: 0, out: false, ...of(path) }))
  const chosen = ({ id }: PlotPoint) => {
    const shot = ways.find(way => way.shot.id === id)?.shot
    return {
      says: shot ? partsSaid(shot) : '',
      href: shotAddress(id),
      link: display.date(shot?.date ?? null),
    }
  }
  const lines = (plane: Plane, yOf: (point: PathPoint) => number) => (
    <>
      {ways.map(({ shot, path }) => (
        <path key={shot.id} className="way" d={lineOf(path, plane, yOf)} style={{ stroke: color.color }} />
      ))}
    </>
  )
  const middle = (plane: Plane, yOf: (point: PathPoint) => number) => (
    <>
      {middles.map(({ path, color }) => (
        <path key={color} className="way middle" d={lineOf(path, plane, yOf)} style={{ stroke: color }} />
      ))}
    </>
  )
  return (
    <>
      <AskBar clubs="one" club_id={club.id} />
      <p>{says}</p>
      {ways.length > 0 && (
        <div className="answer-columns">
          <section className="stack" aria-label="From the side">
            <h2>From the side</h2>
            <Card>
              <Plot
                says={`Flights with the ${club.name} from the side. ${says}`}
                points={marks(path => ({ x: number(top(path).along), y: number(top(path).up) }))}
                series={[color]}
                x={{ from: 0, to: far, says: x => (x === 0 ? unit : `${x}`) }}
                y={{ from: 0, to: high, says: String }}
                height={SIDE_PX}
                chosen={chosen}
                behind={plane => lines(plane, ({ up }) => number(up))}
                over={plane => middle(plane, ({ up }) => number(up))}
              />
            </Card>
          </section>
          <section className="stack" aria-label="From above">
            <h2>From above</h2>
            <Card>
              <Plot
                says={`The same from above. ${says}`}
                points={marks(path => ({
                  x: number(path.at(-1)?.along ?? 0),
                  y: -number(path.at(-1)?.side ?? 0),
                }))}
                series={[color]}
                x={{ from: 0, to: far, says: x => (x === 0 ? unit : `${x}`) }}
                y={{
                  ...endsAboutZero(
                    all.map(({ side }) => number(side)),
                    20,
                  ),
                  says: y => (y === 0 ? '0' : `${Math.abs(y)} ${y > 0 ? 'L' : 'R'}`),
                }}
                height={TOP_PX}
                chosen={chosen}
                behind={plane => (
                  <>
                    <line className="zero" x1={plane.left} x2={plane.right} y1={plane.y(0)} y2={plane.y(0)} />
                    {lines(plane, ({ side }) => -number(side))}
                  </>
                )}
                over={plane => middle(plane, ({ side }) => -number(side))}
              />
            </Card>
          </section>
        </div>
      )}
      <p className="soft">
        Fitted to measured launch, apex, carry, descent and side, not filmed; height and side are drawn larger
        than length. Thick: the middle of all.{' '}
        {ways.length < answer.n && `The newest ${ways.length} are drawn. `}
        {usedSaid(answer, 'one of these')}.
      </p>
      <SecondButton club={club} />
      <Behind
        name={`flight-${club.short}`}
        caption="Parts of the flight, the newest shots"
        columns={['Day', 'Launch', 'Start', 'Apex', 'Descent', 'Carry', 'Side']}
        rows={[
          ['Middle', ...cellsOf(answer.middle)],
          ...ways.map(({ shot }) => [display.date(shot.date), ...cellsOf(shot)]),
        ]}
      />
    </>
  )

  function cellsOf(shot: Flown): string[] {
    return [
      display.cell('launch_deg', shot.launch_deg),
      display.cell('launch_direction_deg', shot.launch_direction_deg),
      display.cell('apex_m', shot.apex_m),
      display.cell('descent_deg', shot.descent_deg),
      display.cell('carry_m', shot.carry_m),
      display.cell('side_m', shot.side_m),
    ]
  }

  function partsSaid(shot: Flown): string {
    return `${display.measure('carry_m', shot.carry_m)}, ${display.measure('apex_m', shot.apex_m)} high, down at ${display.measure('descent_deg', shot.descent_deg)}`
  }

  function lineOf(path: readonly PathPoint[], plane: Plane, yOf: (point: PathPoint) => number): string {
    return `M${path.map(point => `${plane.x(number(point.along)).toFixed(1)},${plane.y(yOf(point)).toFixed(1)}`).join('L')}`
  }
}
