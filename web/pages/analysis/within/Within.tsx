import { figures } from '../../../../shared/golf/measures.ts'
import { useLiveFiltered } from '../../../db/react.tsx'
import { Card } from '../../../ui/Card.tsx'
import { useDisplay } from '../../../ui/display.ts'
import { Select } from '../../../ui/Field.tsx'
import { useParams } from '../../params.ts'
import { AskBar } from '../AskBar.tsx'
import { Behind } from '../Behind.tsx'
import { Plot } from '../chart/Plot.tsx'
import { endsAboutZero } from '../chart/plane.ts'
import { withinAsked } from '../likely.ts'
import { LEAST } from '../trends/measures.ts'
import { usedSaid } from '../used.ts'
import { ORDERED, verdictOf, withinSaid } from './words.ts'

const HEIGHT_PX = 260

/** One measure by the order of shots, over all sessions or one: each shot against its own club's usual. */
export function Within() {
  const display = useDisplay()
  const [params, setParams] = useParams()
  const ask = withinAsked(params)
  const { figure, better } = ask
  const answer = useLiveFiltered('within', ask)
  if (!answer) return <AskBar clubs="any" />
  const says = withinSaid(answer, figure, better, display)
  const number = (si: number) => display.number(figure, si)
  const steps = answer.steps.map(({ from, off, sure, n }) => ({
    ...{ from, n, at: from + 4.5, off: number(off) },
    low: number(sure?.low ?? off),
    high: number(sure?.high ?? off),
  }))
  const off = (si: number) => `${si < 0 ? '−' : si > 0 ? '+' : ''}${display.size(figure, si).cell}`
  return (
    <>
      <AskBar clubs="any" />
      <Select
        label="Measure"
        labelHidden
        value={figure}
        choices={ORDERED.map(([value]) => ({ value, says: figures[value].label }))}
        onChoose={figure => setParams({ figure })}
      />
      {answer.n > 0 && (
        <p className={answer.starts_otherwise || answer.ends_otherwise ? 'verdict' : 'verdict none'}>
          {verdictOf(answer)}
        </p>
      )}
      <p>{says}</p>
      {steps.length > 0 && (
        <Card>
          <Plot
            says={`${figures[figure].label} by the order of shots. ${says}`}
            points={[]}
            series={[]}
            x={{
              from: 0,
              to: Math.max(...steps.map(({ from }) => from + 10)),
              says: x => (x === 0 ? 'shot' : `${x}`),
            }}
            y={{
              ...endsAboutZero(
                steps.flatMap(({ low, high }) => [low, high]),
                LEAST[figure] / 3,
              ),
              says: y => off(display.si(figure, y)).replace(/\.0+$/, ''),
            }}
            height={HEIGHT_PX}
            behind={plane => (
              <line className="zero" x1={plane.left} x2={plane.right} y1={plane.y(0)} y2={plane.y(0)} />
            )}
            over={plane => (
              <>
                <path
                  className="thin"
                  d={`M${steps.map(({ at, off }) => `${plane.x(at)},${plane.y(off)}`).join('L')}`}
                />
                {steps.map(({ from, at, off, low, high }) => (
                  <g key={from}>
                    <line
                      className="sure"
                      x1={plane.x(at)}
                      x2={plane.x(at)}
                      y1={plane.y(low)}
                      y2={plane.y(high)}
                    />
                    <circle className="step-dot" cx={plane.x(at)} cy={plane.y(off)} r={5} />
                  </g>
                ))}
              </>
            )}
          />
        </Card>
      )}
      <p className="soft">
        Ten shots a dot, against your usual with the same club and that day’s level; bars hold the middle 19
        times of 20. {answer.sessions} {answer.sessions === 1 ? 'session' : 'sessions'},{' '}
        {usedSaid(answer, 'this measure')}.
      </p>
      <Behind
        name={`order-${figure}`}
        caption={`${figures[figure].label} against your usual, by the order of shots`}
        columns={['Shots', 'Off', '95 %', 'How many']}
        rows={answer.steps.map(({ from, n, off: by, sure }) => [
          `${from} to ${from + 9}`,
          off(by),
          sure ? `${off(sure.low)} to ${off(sure.high)}` : '–',
          String(n),
        ])}
      />
    </>
  )
}
