import type { ShotDetail } from '../../db/query.ts'
import { Card } from '../../ui/Card.tsx'
import { useDisplay } from '../../ui/display.ts'
import { useSettings } from '../../ui/settings.ts'
import { whyMissing } from '../missing.ts'

/** px of a millimetre, and the face about its centre. */
const SCALE = 3
const REACH_MM = 32

/** Where the ball met the face, as seen from in front of it: the toe to the left for a right-hander. */
export function Strike({ shot }: { readonly shot: ShotDetail }) {
  const display = useDisplay()
  const { handedness } = useSettings()
  const { impact_x_mm, impact_y_mm } = shot
  if (impact_x_mm === null || impact_y_mm === null) {
    return (
      <Card>
        <h2>Strike</h2>
        <p className="soft">{whyMissing('impact_x_mm')}</p>
      </Card>
    )
  }
  const toeward = handedness === 'left' ? 1 : -1
  const x = 180 + toeward * clamp(impact_x_mm) * SCALE
  const y = 96 - clamp(impact_y_mm) * SCALE
  const said = `${display.measure('impact_x_mm', impact_x_mm)}, ${display.measure('impact_y_mm', impact_y_mm)}`
  return (
    <Card>
      <h2>Strike</h2>
      <svg className="strike" viewBox="40 16 280 164" role="img" aria-label={`Strike: ${said} of the centre`}>
        <path
          className="face"
          d="M70,150 Q58,96 84,44 Q100,22 150,24 L300,52 Q316,56 316,76 L310,140 Q306,160 284,164 L110,172 Q78,172 70,150Z"
          transform={handedness === 'left' ? 'translate(360 0) scale(-1 1)' : undefined}
        />
        <circle className="middle" cx={180} cy={96} r={5 * SCALE} />
        <path className="cross" d="M180,40V152M124,96H236" />
        <circle className="hit" cx={x} cy={y} r={12} />
      </svg>
      <p className="soft num">{said}</p>
    </Card>
  )
}

function clamp(mm: number): number {
  return Math.max(-REACH_MM, Math.min(REACH_MM, mm))
}
