import { type Figure, figures } from '../../../shared/golf/measures.ts'
import type { ShotLine } from '../../db/query.ts'
import { apart, useDisplay } from '../../ui/display.ts'
import { Figure as LargeFigure, TOO_FEW_FOR_SPREAD } from '../../ui/Figure.tsx'
import { Sheet } from '../../ui/Sheet.tsx'
import { whyMissing } from '../missing.ts'
import { SpreadPicture } from './SpreadPicture.tsx'
import { summaryOf } from './summary.ts'

/** What a figure means, and how it stands over these shots. */
export function MeaningSheet({
  figure,
  ...rest
}: {
  readonly figure: Figure | null
  readonly shots: readonly ShotLine[]
  readonly onClose: () => void
}) {
  return (
    <Sheet open={figure !== null} title={figure ? figures[figure].label : ''} onClose={rest.onClose}>
      {figure && <Meaning figure={figure} shots={rest.shots} />}
    </Sheet>
  )
}

function Meaning({ figure, shots }: { readonly figure: Figure; readonly shots: readonly ShotLine[] }) {
  const display = useDisplay()
  const summary = summaryOf(shots, figure)
  const { n, median, spread, low, high } = summary
  const { value, unit } = apart(display.shown(figure, median))
  const missing = shots.length - n
  return (
    <>
      <LargeFigure
        value={median === null ? null : value}
        unit={unit}
        spread={spread === null ? null : display.size(figure, spread).value}
        n={n}
        of={shots.length}
      />
      {n >= TOO_FEW_FOR_SPREAD && <SpreadPicture figure={figure} shots={shots} summary={summary} />}
      <p>{figures[figure].means}</p>
      {n > 1 && (
        <p className="num">
          The middle of your shots. Half of them lie between {display.measure(figure, low)} and{' '}
          {display.measure(figure, high)}.
        </p>
      )}
      {missing > 0 && (
        <p>
          {missing === 1 ? '1 shot has' : `${missing} shots have`} no value. {whyMissing(figure)}
        </p>
      )}
    </>
  )
}
