import { useMemo } from 'react'
import { type Figure, figures } from '../../../../shared/golf/measures.ts'
import { nineFlights } from '../../../../shared/golf/metrics.ts'
import type { Delivery } from '../../../db/analysis.ts'
import { useLiveFiltered } from '../../../db/react.tsx'
import { shotAddress } from '../../../ui/address.ts'
import { Card } from '../../../ui/Card.tsx'
import { Chips } from '../../../ui/Chips.tsx'
import { clubColor } from '../../../ui/club.tsx'
import { useDisplay } from '../../../ui/display.ts'
import { useSettings } from '../../../ui/settings.ts'
import { useParams } from '../../params.ts'
import { AskBar } from '../AskBar.tsx'
import { Behind } from '../Behind.tsx'
import { Plot, type PlotPoint } from '../chart/Plot.tsx'
import { endsAboutZero, endsOfMost, type Plane } from '../chart/plane.ts'
import { Sides } from '../chart/Sides.tsx'
import { useNewestFirst } from '../chart/useNewestFirst.ts'
import { useClub } from '../useClub.ts'
import { usedSaid } from '../used.ts'
import { deliverySaid, verdictOf } from './words.ts'

const HEIGHT_PX = 330

type Value = Extract<Figure, keyof Delivery>
interface View {
  readonly x: Value
  readonly y: Value
  readonly says: string
}
const VIEWS = {
  face: { x: 'club_path_deg', y: 'face_deg', says: 'Face, path' },
  curve: { x: 'face_to_path_deg', y: 'curve_m', says: 'Curve' },
  loft: { x: 'attack_deg', y: 'dynamic_loft_deg', says: 'Attack, loft' },
} as const satisfies Record<string, View>
type ViewName = keyof typeof VIEWS

/** How the club comes to the ball, which flights come of it, and whether face or path decides the miss. */
export function DeliveryAnswer() {
  const display = useDisplay()
  const { handedness } = useSettings()
  const [params, setParams] = useParams()
  const { club, asked } = useClub()
  const answer = useLiveFiltered('deliveries', asked.filter)
  const name: ViewName = (Object.keys(VIEWS) as ViewName[]).find(one => one === params.get('view')) ?? 'face'
  const view: View = VIEWS[name]
  const all = useMemo(
    () =>
      (answer?.shots ?? []).flatMap((shot): PlotPoint[] => {
        const [x, y] = [shot[view.x], shot[view.y]]
        if (x === null || y === null) return []
        return [
          {
            ...{ id: shot.id, series: 0, out: shot.left_out && !asked.all },
            ...{ x: display.number(view.x, x), y: display.number(view.y, y) },
          },
        ]
      }),
    [answer, view, display, asked.all],
  )
  const points = useNewestFirst(all)
  if (!club || !answer) return <AskBar clubs="one" />
  const verdict = verdictOf(answer)
  const says = deliverySaid(answer, display)
  const known = answer.flights.reduce((sum, { n }) => sum + n, 0)
  const times = new Map(answer.flights.map(({ flight, n }) => [flight, n]))
  const axis = (figure: Value, si: number) =>
    display.size(figure, display.si(figure, si)).cell.replace(/\.0+$/, '')
  const aboutZero = name !== 'loft'
  const ends = (values: readonly number[], least: number) => {
    const { from, to } = endsOfMost(values, least)
    return aboutZero ? endsAboutZero([from, to], least) : { from, to }
  }
  return (
    <>
      <AskBar clubs="one" club_id={club.id} />
      <div className="answer-columns">
        <div className="stack">
          {verdict && <p className="verdict">{verdict}</p>}
          <p>{says}</p>
          <Chips
            label="Picture"
            line="joined"
            value={name}
            onChoose={view => setParams({ view: view === 'face' ? null : view })}
            choices={(Object.keys(VIEWS) as ViewName[]).map(value => ({ value, says: VIEWS[value].says }))}
          />
          {points.length > 0 ? (
            <Card>
              <Plot
                key={name}
                says={`${figures[view.y].label} against ${figures[view.x].label} of the ${club.name}. ${says}`}
                points={points}
                of={all.length}
                series={[clubColor(club.place)]}
                x={{
                  ...ends(
                    all.map(({ x }) => x),
                    8,
                  ),
                  says: x => sided(view.x, x),
                }}
                y={{
                  ...ends(
                    all.map(({ y }) => y),
                    8,
                  ),
                  says: y => axis(view.y, y),
                }}
                height={HEIGHT_PX}
                equal={name === 'face'}
                chosen={({ id, x, y }) => ({
                  says: `${figures[view.x].short} ${display.measure(view.x, display.si(view.x, x))}, ${figures[view.y].short} ${display.measure(view.y, display.si(view.y, y))}`,
                  href: shotAddress(id),
                  link: display.date(answer.shots.find(shot => shot.id === id)?.date ?? null),
                })}
                behind={plane => (
                  <>
                    <Sides figure={view.y} plane={plane} />
                    {aboutZero && (
                      <line className="zero" x1={plane.x(0)} x2={plane.x(0)} y1={0} y2={plane.bottom} />
                    )}
                    {name === 'face' && <Diagonal plane={plane} left={handedness === 'left'} />}
                  </>
                )}
              />
            </Card>
          ) : (
            <p>
              No shot here has both {figures[view.x].label.toLowerCase()} and{' '}
              {figures[view.y].label.toLowerCase()}.
            </p>
          )}
          <p className="soft">
            {name === 'face' && 'On the line face and path agree: no curve. '}
            {usedSaid(answer, 'face or path')}.
          </p>
        </div>
        <div className="stack">
          {known > 0 && (
            <section aria-label="Flights">
              <h2>The nine flights</h2>
              <table className="matrix num">
                <caption className="soft">
                  Of 100 shots; {known.toLocaleString('en')} with a known flight
                </caption>
                <thead>
                  <tr>
                    <td />
                    {['draw', 'straight', 'fade'].map(curve => (
                      <th key={curve} scope="col">
                        {curve}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {(['pull', 'straight', 'push'] as const).map(start => (
                    <tr key={start}>
                      <th scope="row">{start === 'straight' ? 'starts straight' : start}</th>
                      {(['draw', 'none', 'fade'] as const).map(curve => {
                        const nine = nineFlights.find(
                          flight =>
                            flight ===
                            (curve === 'none' ? start : start === 'straight' ? curve : `${start} ${curve}`),
                        )
                        const n = nine === undefined ? 0 : (times.get(nine) ?? 0)
                        return (
                          <td key={curve} className={n / known >= 0.2 ? 'much' : undefined}>
                            {Math.round((100 * n) / known)}
                          </td>
                        )
                      })}
                    </tr>
                  ))}
                </tbody>
              </table>
            </section>
          )}
          <Behind
            name={`delivery-${club.short}`}
            caption="Delivery and how alike it is from shot to shot"
            open
            columns={['Measure', 'Middle', '±', 'Shots']}
            rows={answer.figures.map(({ figure, median, spread, n, of }) => [
              figures[figure].label,
              display.measure(figure, median),
              spread === null ? '–' : display.size(figure, spread).value,
              `${n} of ${of}`,
            ])}
          />
        </div>
      </div>
    </>
  )

  /** The sides of the lower axis have no room of their own. */
  function sided(figure: Value, value: number): string {
    return display.cell(figure, display.si(figure, value)).replace(/\.0+(?!\d)/, '')
  }
}

function Diagonal({ plane, left }: { readonly plane: Plane; readonly left: boolean }) {
  const far = Math.min(
    (plane.right - plane.left) / 2 / plane.x_px,
    (plane.bottom - plane.top) / 2 / plane.y_px,
  )
  return (
    <>
      <line className="thin" x1={plane.x(-far)} y1={plane.y(-far)} x2={plane.x(far)} y2={plane.y(far)} />
      <text className="says" x={plane.x(-far * 0.55)} y={plane.y(far * 0.75)} textAnchor="middle">
        {left ? 'draw' : 'fade'}
      </text>
      <text className="says" x={plane.x(far * 0.6)} y={plane.y(-far * 0.75)} textAnchor="middle">
        {left ? 'fade' : 'draw'}
      </text>
    </>
  )
}
