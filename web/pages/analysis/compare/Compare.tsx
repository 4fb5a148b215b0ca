import type { Compared } from '../../../../shared/golf/compare.ts'
import { addDays } from '../../../../shared/golf/dates.ts'
import { figures } from '../../../../shared/golf/measures.ts'
import type { ShotFilter } from '../../../db/command.ts'
import type { ClubLine } from '../../../db/query.ts'
import { useLiveFiltered } from '../../../db/react.tsx'
import { Button } from '../../../ui/Button.tsx'
import { Card } from '../../../ui/Card.tsx'
import { useDisplay } from '../../../ui/display.ts'
import { useWidth } from '../../../ui/width.ts'
import { useParams } from '../../params.ts'
import { AskBar } from '../AskBar.tsx'
import { Behind } from '../Behind.tsx'
import { SecondButton, useSecond } from '../Second.tsx'
import { useClub } from '../useClub.ts'
import { usedSaid } from '../used.ts'
import { changeSaid, comparisonSaid, intervalSaid } from './words.ts'

const ROW_PX = 52
/** Measures in the picture, and all that stand; the table has the rest. */
const DRAWN = 8

/** Two of anything: what differs for sure, the largest first. */
export function Compare() {
  const { club, asked } = useClub()
  const second = useSecond(asked.filter)
  if (!club) return <AskBar clubs="one" />
  return (
    <>
      <AskBar clubs="one" club_id={club.id} />
      <SecondButton club={club} />
      {second ? <Answer club={club} a={asked.filter} b={second} /> : <Suggestions club={club} />}
    </>
  )
}

function Suggestions({ club }: { readonly club: ClubLine }) {
  const [, setParams] = useParams()
  const last = club.last_date
  return (
    <section className="stack" aria-label="Suggestions">
      <p>Against what? Another time, session, club or tag; a lesson’s day parts before from after.</p>
      {last !== null && (
        <div className="row suggestions">
          <Button onPress={() => setParams({ from: last, 'b.to': addDays(last, -1) })}>
            The last day against all before
          </Button>
          <Button onPress={() => setParams({ from: addDays(last, -29), 'b.to': addDays(last, -30) })}>
            The last 30 days against all before
          </Button>
        </div>
      )}
    </section>
  )
}

function Answer({ club, a, b }: { readonly club: ClubLine; readonly a: ShotFilter; readonly b: ShotFilter }) {
  const display = useDisplay()
  const answer = useLiveFiltered('compare', { a, b })
  if (!answer) return null
  const says = comparisonSaid(answer, display)
  const clear = answer.figures.filter(({ clear }) => clear).length
  const known = answer.figures.filter(({ difference }) => difference !== null)
  return (
    <div className="answer-columns">
      <div className="stack">
        {known.length > 0 && (
          <p className={clear > 0 ? 'verdict' : 'verdict none'}>
            {clear === 0
              ? 'No clear difference'
              : clear === 1
                ? 'One clear difference'
                : `${clear} clear differences`}
          </p>
        )}
        <p>{says}</p>
        {answer.unlike.length > 0 && (
          <p className="soft">
            Unlike on the two sides: {answer.unlike.join(', ')}. Part of a difference may be theirs.
          </p>
        )}
        {known.length > 0 && (
          <Card>
            <Forest
              all={known.slice(0, Math.max(clear, DRAWN))}
              says={`Differences of the ${club.name}. ${says}`}
            />
          </Card>
        )}
        <p className="soft">
          Bar: where the difference lies, 19 times of 20, in spreads of your shots. Filled: stands even as one
          of {answer.figures.length} looked at. First: {usedSaid(answer.a, 'a value')}; second:{' '}
          {usedSaid(answer.b, 'a value')}.
        </p>
      </div>
      <Behind
        name="compare"
        caption="First against second"
        open
        columns={['Measure', 'First', 'Second', 'Differs', '95 %', 'Shots']}
        rows={answer.figures.map(one => [
          figures[one.figure].label,
          display.measure(one.figure, one.a.median),
          display.measure(one.figure, one.b.median),
          one.difference ? display.size(one.figure, one.difference.by).cell : '–',
          intervalSaid(one, display),
          `${one.a.n}, ${one.b.n}`,
        ])}
      />
    </div>
  )
}

/** A bar a measure about a line of no difference. */
function Forest({ all, says }: { readonly all: readonly Compared[]; readonly says: string }) {
  const display = useDisplay()
  const [ref, width] = useWidth<HTMLDivElement>(334)
  const rows = all.map(one => {
    const scale = one.spread > 0 ? 1 / one.spread : 0
    return {
      one,
      low: (one.difference?.low ?? 0) * scale,
      at: (one.difference?.by ?? 0) * scale,
      high: (one.difference?.high ?? 0) * scale,
    }
  })
  const far = Math.min(3, Math.max(0.5, ...rows.flatMap(({ low, high }) => [Math.abs(low), Math.abs(high)])))
  const x = (spreads: number) => width / 2 + (Math.max(-far, Math.min(far, spreads)) / far) * (width / 2 - 8)
  const height = rows.length * ROW_PX
  return (
    <div ref={ref} className="forest plot">
      <svg role="img" aria-label={says} width={width} height={height}>
        <line className="zero" x1={width / 2} x2={width / 2} y1={0} y2={height} />
        {rows.map(({ one, low, at, high }, row) => (
          <g key={one.figure} transform={`translate(0 ${row * ROW_PX})`}>
            <text className={one.clear ? 'lab' : 'says'} x={0} y={16}>
              {one.clear ? changeSaid(one, display) : figures[one.figure].label}
            </text>
            <line className={one.clear ? 'bar clear' : 'bar'} x1={x(low)} x2={x(high)} y1={34} y2={34} />
            <circle className={one.clear ? 'dot clear' : 'dot'} cx={x(at)} cy={34} r={6} />
          </g>
        ))}
      </svg>
    </div>
  )
}
