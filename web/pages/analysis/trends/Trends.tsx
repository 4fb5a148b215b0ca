import { useMemo } from 'react'
import { dayNumber } from '../../../../shared/golf/dates.ts'
import type { GolferGoal } from '../../../../shared/golf/goals.ts'
import { figures } from '../../../../shared/golf/measures.ts'
import { joined } from '../../../../shared/golf/units.ts'
import type { Mark } from '../../../db/analysis.ts'
import { useLiveFiltered } from '../../../db/react.tsx'
import { shotAddress } from '../../../ui/address.ts'
import { Card } from '../../../ui/Card.tsx'
import { Chips } from '../../../ui/Chips.tsx'
import { clubColor } from '../../../ui/club.tsx'
import { useDisplay } from '../../../ui/display.ts'
import { Select } from '../../../ui/Field.tsx'
import { useParams } from '../../params.ts'
import { AskBar } from '../AskBar.tsx'
import { Behind } from '../Behind.tsx'
import { Plot, type PlotPoint } from '../chart/Plot.tsx'
import { endsOf, endsOfMost, type Plane } from '../chart/plane.ts'
import { Sides } from '../chart/Sides.tsx'
import { useNewestFirst } from '../chart/useNewestFirst.ts'
import { useGoals } from '../goals/Goals.tsx'
import { GoalsLine, isAbout } from '../goals/GoalsLine.tsx'
import { trendAsked } from '../likely.ts'
import { useClub } from '../useClub.ts'
import { usedSaid } from '../used.ts'
import { Calendar } from './Calendar.tsx'
import { LEAST, originSaid, trendChoices } from './measures.ts'
import { dayShort, trendSaid, verdictOf } from './words.ts'

const HEIGHT_PX = 300
const NONE: readonly Mark[] = []

/** One measure of one club over the practice days: better, worse, or nothing that the shots could show. */
export function Trends() {
  const display = useDisplay()
  const [params, setParams] = useParams()
  const { club, asked } = useClub()
  const ask = trendAsked(asked, params)
  const { figure, of } = ask
  const goals = useGoals()
  const answer = useLiveFiltered('trend', ask)
  const all = of === 'spread' ? NONE : (answer?.marks ?? NONE)
  const marks = useNewestFirst(all)
  const points = useMemo(
    () =>
      marks.map(
        ({ id, x, y, left_out }): PlotPoint => ({
          ...{ id, x, y: display.number(figure, y), series: 0, out: left_out && !asked.all },
        }),
      ),
    [marks, figure, display, asked.all],
  )
  // Of all of them: what comes after the newest moves nothing.
  const ends = useMemo(() => {
    const shown = (si: number) => display.number(figure, si)
    const days = answer?.trend?.days ?? []
    return {
      x: endsOf(
        [...(answer?.marks ?? NONE).map(({ x }) => x), ...days.map(({ date }) => dayNumber(date))],
        14,
        0.03,
      ),
      y: endsOfMost(
        [...all.map(({ y }) => shown(y)), ...days.map(({ value }) => shown(value))],
        LEAST[figure] / (of === 'spread' ? 2 : 1),
      ),
    }
  }, [answer, all, figure, of, display])
  if (!club || !answer) return <AskBar clubs="one" />
  const verdict = verdictOf(answer, ask, display)
  const says = trendSaid(answer, ask, display)
  const { trend, best_day, best_shot, change_point } = answer
  const value = (si: number) => joined(of === 'spread' ? display.size(figure, si) : display.shown(figure, si))
  const { color, shape } = clubColor(club.place)
  const shown = (si: number) => display.number(figure, si)
  const days = trend?.days ?? []
  const start = days[0] ? dayNumber(days[0].date) : 0
  return (
    <>
      <AskBar clubs="one" club_id={club.id} />
      <div className="trend-asked">
        <Select
          label="Measure"
          labelHidden
          value={figure}
          choices={trendChoices}
          onChoose={figure => setParams({ figure })}
        />
        <Chips
          label="Of each day"
          line="joined"
          value={of}
          onChoose={of => setParams({ of: of === 'middle' ? null : of })}
          choices={[
            { value: 'middle', says: 'Middle' },
            { value: 'spread', says: 'Spread' },
          ]}
        />
      </div>
      <div className="answer-columns">
        <div className="stack">
          {verdict && <p className={trend?.shown ? 'verdict' : 'verdict none'}>{verdict}</p>}
          <p>{says}</p>
          {answer.unlike.length > 0 && (
            <p className="soft">
              Unlike things in one line: {answer.unlike.join(', ')}. Part of a change may be theirs.
            </p>
          )}
          {all.length + days.length > 0 && (
            <Card>
              <Plot
                says={`${figures[figure].label} of the ${club.name} over ${answer.days} days. ${verdict ?? ''}. ${says}`}
                points={points}
                of={all.length}
                series={[{ color, shape }]}
                x={{ ...ends.x, says: dayShort }}
                y={{
                  ...ends.y,
                  // The sides are named at the ends.
                  says: tick => display.size(figure, display.si(figure, tick)).cell.replace(/\.0+$/, ''),
                }}
                height={HEIGHT_PX}
                chosen={({ id, x, y }) => ({
                  says: `${display.measure(figure, display.si(figure, y))}, ${dayShort(x)}`,
                  href: shotAddress(id),
                  link: 'The shot',
                })}
                behind={plane => (
                  <>
                    <Sides figure={figure} plane={plane} />
                    {of === 'middle' &&
                      goals
                        ?.filter(({ goal }) => isAbout(goal, { club_id: club.id, figure }))
                        .map(({ id, goal }) => <GoalBand key={id} goal={goal} plane={plane} shown={shown} />)}
                    {trend && <Band trend={trend} plane={plane} start={start} shown={shown} />}
                  </>
                )}
                over={plane => (
                  <>
                    {trend && (
                      <path
                        className="line"
                        d={`M${trend.line.map(({ day, value }) => `${plane.x(start + day)},${plane.y(shown(value))}`).join('L')}`}
                      />
                    )}
                    {days.map(({ date, day, value }) => (
                      <circle
                        key={date}
                        className="day"
                        cx={plane.x(start + day)}
                        cy={plane.y(shown(value))}
                        r={4.5}
                        style={{ fill: color }}
                      />
                    ))}
                    {change_point && (
                      <line
                        className="zero"
                        x1={plane.x(dayNumber(change_point.date))}
                        x2={plane.x(dayNumber(change_point.date))}
                        y1={0}
                        y2={plane.bottom}
                      />
                    )}
                  </>
                )}
              />
            </Card>
          )}
          <p className="soft">
            {trend
              ? `Ringed: ${of === 'spread' ? 'the spread' : 'the median'} of each day. Line: through the days (Theil–Sen), with where it lies 19 times of 20. `
              : ''}
            {originSaid(figure)} {usedSaid(answer, 'this measure')}.
          </p>
        </div>
        <div className="stack">
          {of === 'middle' && <GoalsLine about={{ club_id: club.id, figure }} />}
          {change_point && (
            <p>
              Since {display.date(change_point.date)} another level: {value(change_point.before)} before,{' '}
              {value(change_point.after)} after.
            </p>
          )}
          {(best_day || best_shot) && (
            <section className="stack" aria-label="Bests">
              <h2>Personal bests</h2>
              {best_day && (
                <p>
                  Best day: <b className="num">{value(best_day.value)}</b>, {display.date(best_day.date)},{' '}
                  {best_day.n} shots.
                </p>
              )}
              {best_shot && (
                <p>
                  Best shot: <a href={shotAddress(best_shot.id)}>{value(best_shot.value)}</a>,{' '}
                  {display.date(best_shot.date)}. What stands too far from the others to be true is not
                  counted.
                </p>
              )}
            </section>
          )}
          {answer.volume.length > 0 && (
            <section className="stack" aria-label="Practice days">
              <h2>Practice days</h2>
              <Calendar volume={answer.volume} />
            </section>
          )}
          <Behind
            name={`trend-${figure}`}
            caption={`${figures[figure].label} by day`}
            columns={['Day', 'Shots', of === 'spread' ? 'Spread' : 'Median']}
            rows={days.map(({ date, n, value: si }) => [display.date(date), String(n), value(si)])}
          />
        </div>
      </div>
    </>
  )
}

/** The lines that a goal asks to stay within. */
function GoalBand({
  goal: { low, high },
  plane,
  shown,
}: {
  readonly goal: GolferGoal
  readonly plane: Plane
  readonly shown: (si: number) => number
}) {
  return [low, high].map(
    bound =>
      bound !== null && (
        <g key={bound}>
          <line
            className="goal"
            x1={plane.left}
            x2={plane.right}
            y1={plane.y(shown(bound))}
            y2={plane.y(shown(bound))}
          />
          <text className="says" x={plane.right - 4} y={plane.y(shown(bound)) - 5} textAnchor="end">
            goal
          </text>
        </g>
      ),
  )
}

function Band({
  trend,
  plane,
  start,
  shown,
}: {
  readonly trend: { readonly line: readonly { day: number; low: number; high: number }[] }
  readonly plane: Plane
  readonly start: number
  readonly shown: (si: number) => number
}) {
  const at = (day: number, value: number) => `${plane.x(start + day)},${plane.y(shown(value))}`
  const high = trend.line.map(({ day, high }) => at(day, high))
  const low = trend.line.map(({ day, low }) => at(day, low)).reverse()
  return <path className="band" d={`M${[...high, ...low].join('L')}Z`} />
}
