import { useMemo, useState } from 'react'
import type { Ellipse } from '../../../shared/golf/ellipse.ts'
import type { ShotLine } from '../../db/query.ts'
import { shotAddress } from '../../ui/address.ts'
import { clubColor, shapePath } from '../../ui/club.tsx'
import { useDisplay } from '../../ui/display.ts'
import { useWidth } from '../../ui/width.ts'
import type { ClubById } from '../clubs.ts'
import { edgesOf, ellipsesOf } from './ellipse.ts'
import { type Frame, frameOf, nearest, type Point, spacedOut } from './frame.ts'
import './dispersion.css'

interface Landing extends Point {
  readonly shot: ShotLine
}

/** Past these the points of a club are one outline: thousands of elements would stall the scroll. */
const SINGLE_POINTS = 800

/** What the ellipses hold, the inner one first. */
const HOLDS = ['half', '19 of 20']

/** A picture beside another has none for the names of the ellipses. */
const ROOM_FOR_WORDS_PX = 240

/** Between the names of two clubs. */
const LABEL_PX = 16

/** How far the picture of several clubs may be widened. */
const BAG_STRETCH = 3

/** Where the shots came down, seen from above: the target line upright, carry upwards. */
export function Dispersion({
  shots,
  clubs,
  says,
  chosen_id,
  onChoose,
}: {
  readonly shots: readonly ShotLine[]
  readonly clubs: ClubById
  /** Read aloud for the picture. */
  readonly says: string
  /** The shot that the page is about: it alone is drawn out, and a tap on another is `onChoose`'s. */
  readonly chosen_id?: string
  readonly onChoose?: (id: string) => void
}) {
  const display = useDisplay()
  const [ref, width] = useWidth<HTMLDivElement>(334)
  const [tapped_id, setTapped] = useState<string | null>(null)
  const landings = useMemo(
    () =>
      shots.flatMap(shot =>
        shot.side_m === null || shot.carry_m === null
          ? []
          : [
              {
                shot,
                side: display.number('side_m', shot.side_m),
                carry: display.number('carry_m', shot.carry_m),
              },
            ],
      ),
    [shots, display],
  )
  const counted = useMemo(() => landings.filter(({ shot }) => !shot.excluded), [landings])
  const byClub = useMemo(() => landingsByClub(landings), [landings])
  const only = byClub.size === 1
  const ellipses = useMemo(() => (only ? ellipsesOf(counted) : []), [only, counted])
  const frame = useMemo(
    () =>
      frameOf(
        [...(counted.length > 0 ? counted : landings), ...ellipses.flatMap(edgesOf)],
        width,
        only ? 1 : BAG_STRETCH,
      ),
    [counted, landings, ellipses, width, only],
  )
  if (landings.length === 0) {
    return <p className="soft">No shot here has both carry and side: there is nothing to draw.</p>
  }
  // A shot that is alone needs no tap to say where it is.
  const chosen =
    landings.length === 1 ? landings[0] : landings.find(({ shot }) => shot.id === (chosen_id ?? tapped_id))
  return (
    <div className="dispersion" ref={ref}>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the table below gives each shot by key. */}
      <svg
        role="img"
        aria-label={says}
        width={frame.width}
        height={frame.height}
        viewBox={`0 0 ${frame.width} ${frame.height}`}
        onClick={event => {
          const box = event.currentTarget.getBoundingClientRect()
          const hit = nearest(landings, frame, event.clientX - box.left, event.clientY - box.top)
          if (!onChoose) setTapped(hit?.shot.id ?? null)
          else if (hit) onChoose(hit.shot.id)
        }}
      >
        <Axes frame={frame} />
        <clipPath id="dispersion-inside">
          <rect x={34} y={0} width={frame.width - 34} height={frame.height - 26} />
        </clipPath>
        <g clipPath="url(#dispersion-inside)">
          {[...byClub].map(([club_id, points]) => {
            const { color, shape } = clubColor(clubs(club_id).place)
            const inFigures = points.filter(({ shot }) => !shot.excluded)
            return (
              <g key={club_id}>
                {ellipses.map((ellipse, i) => (
                  <EllipseMark
                    key={ellipse.holds}
                    ellipse={ellipse}
                    frame={frame}
                    color={color}
                    inner={i === 0}
                  />
                ))}
                <Points
                  points={inFigures}
                  frame={frame}
                  outline={shapePath(only ? 'circle' : shape)}
                  color={color}
                />
                {points
                  .filter(({ shot }) => shot.excluded)
                  .map(({ shot, side, carry }) => (
                    <circle
                      key={shot.id}
                      className="out"
                      cx={frame.x(side)}
                      cy={frame.y(carry)}
                      r={4}
                      stroke={color}
                    />
                  ))}
              </g>
            )
          })}
          {width >= ROOM_FOR_WORDS_PX &&
            ellipses.map((ellipse, i) => (
              <EllipseLabel key={ellipse.holds} ellipse={ellipse} frame={frame} says={HOLDS[i] ?? ''} />
            ))}
        </g>
        {!only && <ClubLabels byClub={byClub} clubs={clubs} frame={frame} />}
        {chosen && (
          <Chosen
            landing={chosen}
            frame={frame}
            clubs={clubs}
            label={chosen_id === undefined ? landingSaid(chosen.shot) : ''}
          />
        )}
      </svg>
      {chosen && chosen_id === undefined && (
        <p className="row">
          <span className="num">
            {display.measure('carry_m', chosen.shot.carry_m)}, {display.measure('side_m', chosen.shot.side_m)}
            {chosen.shot.excluded && ', left out'}
          </span>
          <a className="end" href={shotAddress(chosen.shot.id)}>
            Shot {chosen.shot.number}
          </a>
        </p>
      )}
    </div>
  )

  function landingSaid(shot: ShotLine): string {
    return `${display.cell('carry_m', shot.carry_m)}, ${display.cell('side_m', shot.side_m)}`
  }
}

function landingsByClub(landings: readonly Landing[]): ReadonlyMap<string | null, readonly Landing[]> {
  const byClub = new Map<string | null, Landing[]>()
  for (const landing of landings) {
    const club_id = landing.shot.club_id
    const had = byClub.get(club_id)
    if (had) had.push(landing)
    else byClub.set(club_id, [landing])
  }
  return byClub
}

function Axes({ frame }: { readonly frame: Frame }) {
  const { width, height, x, y } = frame
  const floor = height - 24
  return (
    <g className="axes">
      {frame.carryTicks.map(carry => (
        <g key={carry}>
          <line x1={30} x2={width} y1={y(carry)} y2={y(carry)} />
          <text x={0} y={y(carry) + 4}>
            {carry}
          </text>
        </g>
      ))}
      <line className="target-line" x1={x(0)} x2={x(0)} y1={4} y2={floor} />
      {frame.sideTicks.map(side => (
        // The last one ends at the picture's edge, so that it isn't cut.
        <text key={side} x={Math.min(x(side), width - 18)} y={height - 6} textAnchor="middle">
          {side === 0 ? 'target' : `${Math.abs(side)} ${side < 0 ? 'L' : 'R'}`}
        </text>
      ))}
    </g>
  )
}

function EllipseMark({
  ellipse,
  frame,
  color,
  inner,
}: {
  readonly ellipse: Ellipse
  readonly frame: Frame
  readonly color: string
  readonly inner: boolean
}) {
  const cx = frame.x(ellipse.side)
  const cy = frame.y(ellipse.carry)
  return (
    <ellipse
      className="spread"
      cx={cx}
      cy={cy}
      rx={ellipse.long * frame.scale}
      ry={ellipse.short * frame.scale}
      // Upwards is minus in a picture.
      transform={`rotate(${-ellipse.turn_deg} ${cx} ${cy})`}
      stroke={color}
      fill={inner ? color : 'none'}
    />
  )
}

function EllipseLabel({
  ellipse,
  frame,
  says,
}: {
  readonly ellipse: Ellipse
  readonly frame: Frame
  readonly says: string
}) {
  const high = Math.max(...edgesOf(ellipse).map(({ carry }) => carry))
  return (
    <text className="holds" x={frame.x(ellipse.side)} y={frame.y(high) - 5} textAnchor="middle">
      {says}
    </text>
  )
}

function Points({
  points,
  frame,
  outline,
  color,
}: {
  readonly points: readonly Landing[]
  readonly frame: Frame
  readonly outline: string
  readonly color: string
}) {
  if (points.length > SINGLE_POINTS) {
    const d = points
      .map(({ side, carry }) => `M${frame.x(side).toFixed(1)},${frame.y(carry).toFixed(1)}m-3,0h6v3h-6z`)
      .join('')
    return <path className="dots" d={d} fill={color} />
  }
  return points.map(({ shot, side, carry }) => (
    <path
      key={shot.id}
      className="dots"
      d={outline}
      transform={`translate(${frame.x(side).toFixed(1)} ${frame.y(carry).toFixed(1)}) scale(0.8)`}
      fill={color}
    />
  ))
}

/** Name and mark at the height of each club's middle shot, instead of a legend. */
function ClubLabels({
  byClub,
  clubs,
  frame,
}: {
  readonly byClub: ReadonlyMap<string | null, readonly Landing[]>
  readonly clubs: ClubById
  readonly frame: Frame
}) {
  const names = [...byClub].map(([club_id, points]) => {
    const carries = points.map(({ carry }) => carry).sort((a, b) => a - b)
    return { club: clubs(club_id), y: frame.y(carries[carries.length >> 1] ?? 0) }
  })
  const places = spacedOut(
    names.map(({ y }) => y),
    LABEL_PX,
    frame.height - 36,
  )
  return names.map(({ club }, i) => {
    const { color, shape } = clubColor(club.place)
    return (
      <g key={club.id} transform={`translate(${frame.width - 8} ${places[i] ?? 0})`}>
        <text className="lab" x={-10} y={5} textAnchor="end">
          {club.short}
        </text>
        <path d={shapePath(shape)} fill={color} />
      </g>
    )
  })
}

function Chosen({
  landing,
  frame,
  clubs,
  label,
}: {
  readonly landing: Landing
  readonly frame: Frame
  readonly clubs: ClubById
  readonly label: string
}) {
  const x = frame.x(landing.side)
  const y = frame.y(landing.carry)
  const isLeft = x > frame.width - 110
  return (
    <g>
      <circle
        className="chosen"
        cx={x}
        cy={y}
        r={7}
        fill={clubColor(clubs(landing.shot.club_id).place).color}
      />
      <text className="lab" x={isLeft ? x - 11 : x + 11} y={y + 5} textAnchor={isLeft ? 'end' : 'start'}>
        {label}
      </text>
    </g>
  )
}
