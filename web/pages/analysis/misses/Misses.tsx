import { useMemo } from 'react'
import { ellipseOf, reachOf } from '../../../../shared/golf/ellipse.ts'
import type { Landings, Mark } from '../../../db/analysis.ts'
import type { ShotFilter } from '../../../db/command.ts'
import { useLiveFiltered } from '../../../db/react.tsx'
import { shotAddress } from '../../../ui/address.ts'
import { Card } from '../../../ui/Card.tsx'
import { clubColor } from '../../../ui/club.tsx'
import { useDisplay } from '../../../ui/display.ts'
import { Figure } from '../../../ui/Figure.tsx'
import { useClubs } from '../../clubs.ts'
import { useParams } from '../../params.ts'
import { AskBar } from '../AskBar.tsx'
import { Behind } from '../Behind.tsx'
import { Plot, type PlotPoint, type Series } from '../chart/Plot.tsx'
import { endsAboutZero, endsOfMost } from '../chart/plane.ts'
import { useNewestFirst } from '../chart/useNewestFirst.ts'
import { SecondButton, useSecond } from '../Second.tsx'
import { useClub } from '../useClub.ts'
import { usedSaid } from '../used.ts'
import { EllipseMark } from './EllipseMark.tsx'
import { Held } from './Held.tsx'
import { TargetMark } from './TargetMark.tsx'
import { targetOf } from './target.ts'
import { costSaid, missesSaid } from './words.ts'

const HEIGHT_PX = 380
/** Share of the next shots that each ellipse holds, the inner one first. */
const HOLDS = [0.68, 0.95] as const
/** A wide ellipse of few shots says more of the number than of the golfer. */
const OUTER_FROM = 15

/** Where one club's shots come down, against a green or a fairway, and beside another club or time. */
export function Misses() {
  const display = useDisplay()
  const clubs = useClubs()
  const [params] = useParams()
  const { club, asked } = useClub()
  const filter = asked.filter
  const given = useSecond(filter)
  // By value: the address is read anew each time.
  const key = JSON.stringify(given)
  const second = useMemo(() => JSON.parse(key) as typeof given, [key])
  const first = useLiveFiltered('landings', filter)
  const other = useLiveFiltered('landings', second ?? NOTHING)
  const distance = (m: number) => display.number('carry_m', m)
  const both = useMemo(
    () => (first ? [first, ...(second && other ? [other] : [])] : []),
    [first, other, second],
  )
  const [marks, otherMarks] = [useNewestFirst(both[0]?.marks ?? NONE), useNewestFirst(both[1]?.marks ?? NONE)]
  const points = useMemo(
    () =>
      [marks, otherMarks].flatMap((marks, series) =>
        marks.map(
          ({ id, x, y, left_out }): PlotPoint => ({
            ...{ id, series, x: display.number('side_m', x), y: display.number('carry_m', y) },
            out: left_out && !asked.all,
          }),
        ),
      ),
    [marks, otherMarks, display, asked.all],
  )
  const of = both.reduce((sum, { marks }) => sum + marks.length, 0)
  const fits = useMemo(() => both.map(fitOf), [both])
  // Of all of them: what comes after the newest moves nothing.
  const ends = useMemo(
    () => ({
      x: endsAboutZero(
        both.flatMap(({ marks }) => rangeOf(marks.map(({ x }) => display.number('side_m', x)))),
        24,
      ),
      y: endsOfMost(
        both.flatMap(({ marks }) => marks.map(({ y }) => display.number('carry_m', y))),
        30,
      ),
    }),
    [both, display],
  )
  if (!club || !first) return <AskBar clubs="one" />
  const target = targetOf(params.get('target'), params.get('aim'), club.category)
  const unit = display.unit('carry_m')
  const whole = (value: number) => `${Math.round(value)}`
  const series: readonly Series[] = both.map((_, i) => {
    const place = clubs(
      i === 0 ? (filter.club_id ?? null) : (second?.club_id ?? filter.club_id ?? null),
    ).place
    const own = clubColor(place)
    // The same club twice: told apart by colour and shape all the same.
    return i === 0 || second?.club_id !== filter.club_id ? own : clubColor(place + 1)
  })
  const stock = distance(first.carry.median ?? 0)
  const says = missesSaid(first, display)
  const [fit] = fits
  const wide = distance(2 * (fit?.reach.side ?? 0))
  const long = distance(2 * (fit?.reach.carry ?? 0))
  return (
    <>
      <AskBar clubs="one" club_id={club.id} />
      <div className="answer-columns">
        <div className="stack">
          {fit && stock > 0 && (
            <Figure
              value={whole(wide)}
              unit={`${unit} wide`}
              note={`${Math.round((100 * wide) / stock)} % of carry · ${whole(long)} ${unit} long`}
            />
          )}
          <p>
            {says} {costSaid(first)}
          </p>
          {points.length > 0 && (
            <Card>
              <Plot
                says={`Where ${first.n} shots with the ${club.name} came down. ${says}`}
                points={points}
                of={of}
                series={series}
                x={{
                  ...ends.x,
                  says: side => (side === 0 ? 'target' : `${Math.abs(side)} ${side < 0 ? 'L' : 'R'}`),
                }}
                y={{ ...ends.y, says: String }}
                height={HEIGHT_PX}
                equal
                chosen={({ id, x, y }) => ({
                  says: `${display.cell('carry_m', display.si('carry_m', y))} ${unit}, ${display.cell('side_m', display.si('side_m', x))}`,
                  href: shotAddress(id),
                  link: display.date(
                    both.flatMap(({ marks }) => marks).find(mark => mark.id === id)?.date ?? null,
                  ),
                })}
                behind={plane => (
                  <>
                    <line className="zero" x1={plane.x(0)} x2={plane.x(0)} y1={0} y2={plane.bottom} />
                    {first.n > 0 && <TargetMark target={target} carry={stock} plane={plane} />}
                  </>
                )}
                over={plane =>
                  fits.map((fit, i) =>
                    fit?.ellipses.map(ellipse => (
                      <EllipseMark
                        // biome-ignore lint/suspicious/noArrayIndexKey: the first and the second, always.
                        key={`${i} ${ellipse.holds}`}
                        ellipse={ellipse}
                        distance={distance}
                        plane={plane}
                        color={series[i]?.color ?? ''}
                        outer={ellipse.holds === HOLDS[1]}
                      />
                    )),
                  )
                }
              />
            </Card>
          )}
          <p className="soft">
            {fit
              ? `Rings hold 68${fit.ellipses.length > 1 ? ' and 95' : ''} of 100 next shots; robust, ${fit.pattern.strays} far away are in none. `
              : ''}
            {usedSaid(first, 'carry or side')}.
          </p>
        </div>
        <div className="stack">
          <Held marks={first.marks} all={asked.all} target={target} stock={stock} />
          <SecondButton club={club} />
          <Behind
            name={`landings-${club.short}`}
            caption={`Ellipses, ${unit}`}
            columns={[
              'Of',
              'Shots',
              'Middle',
              'Side',
              '68 % wide',
              '68 % long',
              '95 % wide',
              '95 % long',
              'Leans',
            ]}
            rows={both.map((landings, i) => {
              const fit = fits[i]
              const [inner, outer] = fit ? HOLDS.map(p => reachOf(ellipseOf(fit.pattern, p))) : []
              const size = (m: number | undefined) => (m === undefined ? '–' : whole(distance(2 * m)))
              return [
                i === 0 ? club.name : 'Second',
                `${landings.n} of ${landings.of}`,
                display.cell('carry_m', landings.carry.median),
                display.cell('side_m', landings.side.median),
                size(inner?.side),
                size(inner?.carry),
                size(outer?.side),
                size(outer?.carry),
                fit ? `${Math.round(fit.ellipses[0]?.turn_deg ?? 0)}°` : '–',
              ]
            })}
          />
        </div>
      </div>
    </>
  )
}

/** Asks for no shot, where there is no second. */
const NOTHING: ShotFilter = { session_id: '' }
const NONE: readonly Mark[] = []

function fitOf({ pattern, n }: Landings) {
  if (!pattern) return null
  const holds = n < OUTER_FROM ? HOLDS.slice(0, 1) : HOLDS
  const ellipses = holds.map(p => ellipseOf(pattern, p))
  return { pattern, ellipses, reach: reachOf(ellipseOf(pattern, HOLDS[1])) }
}

/** Ends of most, so that a misread does not press the rest together. */
function rangeOf(values: readonly number[]): readonly number[] {
  const { from, to } = endsOfMost(values, 0)
  return values.length === 0 ? [] : [from, to]
}
