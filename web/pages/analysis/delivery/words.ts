import { FEWEST_FOR_SHARES } from '../../../../shared/golf/delivery.ts'
import type { Deliveries } from '../../../db/analysis.ts'
import type { Display } from '../../../ui/display.ts'

/** Where face and path together explain less, neither is to blame. */
const MOSTLY_REST = 0.6
/** A share this much larger than the other decides. */
const DECIDES = 1.5
/** A flight is told when this share of the shots flies it. */
const OFTEN = 0.25

/** "The face", "The path", "Face and path alike", "Neither": the answer, large. */
export function verdictOf({ shares }: Deliveries): string | null {
  if (!shares) return null
  if (shares.rest > MOSTLY_REST) return 'Neither: look at the strike'
  if (shares.face > DECIDES * shares.path) return 'It is the face'
  return shares.path > DECIDES * shares.face ? 'It is the path' : 'Face and path alike'
}

export function deliverySaid(answer: Deliveries, display: Display): string {
  const { shares, n, flights, figures } = answer
  if (n === 0) return 'No shot here has both face and path: the monitor saw no club.'
  const ftp = figures.find(({ figure }) => figure === 'face_to_path_deg')
  const known = flights.reduce((sum, { n }) => sum + n, 0)
  const [most] = flights
  return [
    shares
      ? `Of what decides where the ball ends, ${percent(shares.face)} is the face, ${percent(shares.path)} the path, the rest strike and spin.`
      : `With ${FEWEST_FOR_SHARES} whole shots it shows whether face or path decides; here are ${n}.`,
    ftp?.median != null && n >= 5 && `Face typically ${display.measure('face_to_path_deg', ftp.median)}.`,
    most && known >= 5 && most.n >= OFTEN * known && `Most often ${most.flight}: ${most.n} of ${known}.`,
  ]
    .filter(Boolean)
    .join(' ')
}

const percent = (share: number) => `${Math.max(0, Math.round(share * 100))} %`
