import type { Plane } from '../chart/plane.ts'
import type { Asked } from './target.ts'

/** The green or the fairway behind the shots, which were hit at the line: aimed right, it lies left of them. */
export function TargetMark({
  target: { kind, across, aim },
  carry,
  plane,
}: {
  readonly target: Asked
  readonly carry: number
  readonly plane: Plane
}) {
  if (kind === 'green') {
    return <circle className="target" cx={plane.x(-aim)} cy={plane.y(carry)} r={(across / 2) * plane.x_px} />
  }
  return (
    <rect
      className="target"
      x={plane.x(-aim - across / 2)}
      width={across * plane.x_px}
      y={-2}
      height={plane.bottom + 2}
    />
  )
}
