import type { Figure } from '../../../../shared/golf/measures.ts'
import { useDisplay } from '../../../ui/display.ts'
import type { Plane } from './plane.ts'

/** What lies above and below zero, where an axis has sides: "open to path", "closed to path". */
export function Sides({ figure, plane }: { readonly figure: Figure; readonly plane: Plane }) {
  const display = useDisplay()
  const wordOf = (si: number) => display.shown(figure, si).unit.replace(/^\S+\s?/, '')
  const y = plane.y(0)
  const [above, below] = [wordOf(10), wordOf(-10)]
  if (above === '' || above === below) return null
  const inside = y > plane.top && y < plane.bottom
  return (
    <>
      {inside && <line className="zero" x1={plane.left} x2={plane.right} y1={y} y2={y} />}
      {y > plane.top + 40 && (
        <text className="says" x={plane.left + 4} y={plane.top + 8}>
          {above}
        </text>
      )}
      {y < plane.bottom - 40 && (
        <text className="says" x={plane.left + 4} y={plane.bottom - 6}>
          {below}
        </text>
      )}
    </>
  )
}
