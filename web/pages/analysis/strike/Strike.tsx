import { useMemo } from 'react'
import { columns, densityOf, rows } from '../../../../shared/golf/strike.ts'
import type { Mark } from '../../../db/analysis.ts'
import { useLiveFiltered } from '../../../db/react.tsx'
import { shotAddress } from '../../../ui/address.ts'
import { Card } from '../../../ui/Card.tsx'
import { clubColor } from '../../../ui/club.tsx'
import { useDisplay } from '../../../ui/display.ts'
import { Figure } from '../../../ui/Figure.tsx'
import { useSettings } from '../../../ui/settings.ts'
import { AskBar } from '../AskBar.tsx'
import { Behind } from '../Behind.tsx'
import { Plot, type PlotPoint } from '../chart/Plot.tsx'
import type { Plane } from '../chart/plane.ts'
import { useNewestFirst } from '../chart/useNewestFirst.ts'
import { strikesAsked } from '../likely.ts'
import { useClub } from '../useClub.ts'
import { usedSaid } from '../used.ts'
import { FACE_REACH, faceOf } from './faces.ts'
import { strikeSaid, zoneSaid } from './words.ts'

const HEIGHT_PX = 250
const NONE: readonly Mark[] = []
const CELL_MM = 3
const KERNEL_MM = 4
/** Fewer strikes are dots, not a hill. */
const HILL_FROM = 20

const steps = (reach: number) =>
  Array.from({ length: Math.floor((2 * reach) / CELL_MM) }, (_, i) => -reach + (i + 0.5) * CELL_MM)
const GRID = { xs: steps(FACE_REACH.x), ys: steps(FACE_REACH.y) }

/** Strikes on the face of the club, seen from in front of it, and what each part of it costs. */
export function Strike() {
  const display = useDisplay()
  const { handedness } = useSettings()
  const { club, asked } = useClub()
  const category = club?.category ?? null
  const answer = useLiveFiltered('strikes', strikesAsked(asked, club))
  // The toe stands left for a right-hander.
  const toeward = handedness === 'left' ? 1 : -1
  const all = answer?.marks ?? NONE
  const marks = useNewestFirst(all)
  const points = useMemo(
    () =>
      marks.map(
        ({ id, x, y, left_out }): PlotPoint => ({
          ...{ id, x: toeward * x, y, series: 0, out: left_out && !asked.all },
        }),
      ),
    [marks, toeward, asked.all],
  )
  const hill = useMemo(
    () =>
      points.length < HILL_FROM
        ? []
        : densityOf(
            points.filter(({ out }) => !out),
            GRID,
            KERNEL_MM,
          ),
    [points],
  )
  if (!club || !answer) return <AskBar clubs="one" />
  const { map, n } = answer
  const says = strikeSaid(map, n, display)
  const lossSaid = (loss: number | null) =>
    loss === null ? '–' : `${loss <= 0 ? '' : '−'}${Math.abs(Math.round(loss * 1000) / 10)} %`
  return (
    <>
      <AskBar clubs="one" club_id={club.id} />
      <div className="answer-columns">
        <div className="stack">
          {map && n > 1 && (
            <Figure
              value={`${Math.round((100 * map.centred) / n)}`}
              unit="of 100 centred"
              note={`within ${map.centre_mm} mm · ${n} strikes`}
            />
          )}
          <p>{says}</p>
          {points.length > 0 && (
            <Card>
              <Plot
                says={`Strikes on the face of the ${club.name}. ${says}`}
                points={points}
                of={all.length}
                series={[clubColor(club.place)]}
                x={{ from: -FACE_REACH.x, to: FACE_REACH.x, says: x => sideSaid(x * toeward) }}
                y={{ from: -FACE_REACH.y, to: FACE_REACH.y, says: y => `${Math.abs(y)}` }}
                height={HEIGHT_PX}
                equal
                chosen={({ id, x, y }) => ({
                  says: `${display.measure('impact_x_mm', x * toeward)}, ${display.measure('impact_y_mm', y)}`,
                  href: shotAddress(id),
                  link: display.date(answer.marks.find(mark => mark.id === id)?.date ?? null),
                })}
                behind={plane => (
                  <>
                    <path
                      className="face-of"
                      d={faceOf(category)}
                      transform={`translate(${plane.x(0)} ${plane.y(0)}) scale(${(-toeward * plane.x_px).toFixed(3)} ${plane.y_px.toFixed(3)})`}
                    />
                    {hill.map(({ x, y, share }) =>
                      share < 0.08 ? null : (
                        <rect
                          key={`${x} ${y}`}
                          className="hill"
                          x={plane.x(x - CELL_MM / 2)}
                          y={plane.y(y + CELL_MM / 2)}
                          width={CELL_MM * plane.x_px + 0.5}
                          height={CELL_MM * plane.y_px + 0.5}
                          fillOpacity={0.32 * share}
                        />
                      ),
                    )}
                  </>
                )}
                over={plane =>
                  map && (
                    <>
                      <circle
                        className="thin"
                        cx={plane.x(0)}
                        cy={plane.y(0)}
                        r={map.centre_mm * plane.x_px}
                      />
                      <Middle plane={plane} x={toeward * map.x.median} y={map.y.median} />
                    </>
                  )
                }
              />
            </Card>
          )}
          <p className="soft">
            Seen from in front of the club. Ring: centred. Cross: your middle. {usedSaid(answer, 'a strike')}.
          </p>
        </div>
        {map && (
          <div className="stack">
            <section aria-label="Ball speed by zone">
              <h2>What it costs</h2>
              <table className="matrix num">
                <caption className="soft">Ball speed for the same swing, against the centre</caption>
                <thead>
                  <tr>
                    <td />
                    {inOrder(toeward).map(column => (
                      <th key={column} scope="col">
                        {column}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {rows.map(row => (
                    <tr key={row}>
                      <th scope="row">{row}</th>
                      {inOrder(toeward).map(column => {
                        const zone = map.zones.find(one => one.row === row && one.column === column)
                        return (
                          <td key={column}>
                            {zone?.row === 'middle' && zone.column === 'centre'
                              ? '0 %'
                              : lossSaid(zone?.loss ?? null)}
                            <small> {zone?.n ?? 0}</small>
                          </td>
                        )
                      })}
                    </tr>
                  ))}
                </tbody>
              </table>
              <p className="soft">Small: strikes there. Under four in a zone: –.</p>
            </section>
            <Behind
              name={`strike-${club.short}`}
              caption="Strikes by zone"
              columns={['Zone', 'Strikes', 'Ball speed']}
              rows={map.zones.map(zone => [zoneSaid(zone), String(zone.n), lossSaid(zone.loss)])}
            />
          </div>
        )}
      </div>
    </>
  )
}

const inOrder = (toeward: number) => (toeward > 0 ? columns : columns.toReversed())

function sideSaid(toe_mm: number): string {
  return toe_mm === 0 ? 'mm' : `${Math.abs(toe_mm)} ${toe_mm > 0 ? 'toe' : 'heel'}`
}

function Middle({ plane, x, y }: { readonly plane: Plane; readonly x: number; readonly y: number }) {
  const [cx, cy] = [plane.x(x), plane.y(y)]
  return <path className="line" d={`M${cx - 9},${cy}h18M${cx},${cy - 9}v18`} />
}
