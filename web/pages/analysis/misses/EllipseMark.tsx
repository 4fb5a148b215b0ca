import type { Ellipse } from '../../../../shared/golf/ellipse.ts'
import type { Plane } from '../chart/plane.ts'

/** In a picture whose unit is as long up as across. */
export function EllipseMark({
  ellipse,
  distance,
  plane,
  color,
  outer,
}: {
  readonly ellipse: Ellipse
  readonly distance: (m: number) => number
  readonly plane: Plane
  readonly color: string
  readonly outer: boolean
}) {
  const [cx, cy] = [plane.x(distance(ellipse.side)), plane.y(distance(ellipse.carry))]
  return (
    <ellipse
      className={outer ? 'spread outer' : 'spread'}
      cx={cx}
      cy={cy}
      rx={distance(ellipse.long) * plane.x_px}
      ry={distance(ellipse.short) * plane.y_px}
      // Upwards is minus in a picture.
      transform={`rotate(${-ellipse.turn_deg} ${cx} ${cy})`}
      style={{ stroke: color, ...(!outer && { fill: color }) }}
    />
  )
}
