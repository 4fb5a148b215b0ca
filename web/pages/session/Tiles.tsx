import { type Figure, figures } from '../../../shared/golf/measures.ts'
import type { ShotLine } from '../../db/query.ts'
import { apart, type Display, useDisplay } from '../../ui/display.ts'
import { Tile } from '../../ui/Figure.tsx'
import { summaryOf } from './summary.ts'
import './tiles.css'

/** In order of what golfers ask after the carry. */
const SHOWN = [
  'ball_speed_mps',
  'smash',
  'launch_deg',
  'spin_rpm',
  'club_path_deg',
  'face_to_path_deg',
] as const satisfies readonly Figure[]

/** The middle of each figure over the shots; a tap tells what it means. */
export function Tiles({
  shots,
  onOpen,
}: {
  readonly shots: readonly ShotLine[]
  readonly onOpen: (figure: Figure) => void
}) {
  const display = useDisplay()
  return (
    <div className="tiles">
      {SHOWN.map(figure => {
        const { n, median } = summaryOf(shots, figure)
        return <Tile key={figure} n={n} {...tileOf(figure, median, display)} onOpen={() => onOpen(figure)} />
      })}
    </div>
  )
}

/** "118.4", "mph ball"; "17.2°", "launch"; "2.1°", "open to path". */
export function tileOf(figure: Figure, si: number | null, display: Display) {
  const { value, unit } = apart(display.shown(figure, si))
  // "open to path" says both what and which way.
  const name = figure === 'face_to_path_deg' && unit !== '' ? '' : figures[figure].short
  return { value, says: [unit, name].filter(Boolean).join(' ') }
}
