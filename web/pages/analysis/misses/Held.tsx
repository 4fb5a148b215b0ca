import { useDeferredValue, useMemo } from 'react'
import { heldBy } from '../../../../shared/golf/ellipse.ts'
import type { Mark } from '../../../db/analysis.ts'
import { Chips } from '../../../ui/Chips.tsx'
import { useDisplay } from '../../../ui/display.ts'
import { Figure } from '../../../ui/Figure.tsx'
import { useParams } from '../../params.ts'
import { type Asked, bestAim, laidOver, SIZES, type TargetKind } from './target.ts'

/** An aim that holds less more is not worth the words. */
const WORTH = 0.02
const NONE: readonly Mark[] = []

/** How many of the shots a green or a fairway would hold, and from which aim more of them. */
export function Held({
  marks,
  all,
  target,
  stock,
}: {
  readonly marks: readonly Mark[]
  /** Those left out, too. */
  readonly all: boolean
  readonly target: Asked
  readonly stock: number
}) {
  const [, setParams] = useParams()
  const display = useDisplay()
  const unit = display.unit('carry_m')
  // The picture stands first: trying eighty aims over thousands of shots waits for it.
  const found = useDeferredValue(marks, NONE)
  const counted = useMemo(
    () =>
      found
        .filter(({ left_out }) => all || !left_out)
        .map(({ x, y }) => ({ side: display.number('side_m', x), carry: display.number('carry_m', y) })),
    [found, all, display],
  )
  const { kind, across, aim } = target
  const held = useMemo(
    () => heldBy(counted, laidOver({ kind, across, aim }, stock)),
    [counted, kind, across, aim, stock],
  )
  const best = useMemo(
    () => bestAim(counted, { kind, across, aim: 0 }, stock),
    [counted, kind, across, stock],
  )
  return (
    <section className="stack" aria-label="Target">
      <h2>How many would it hold?</h2>
      <Chips
        label="Target"
        line="joined"
        value={target.kind}
        onChoose={kind => setParams({ target: `${kind}:${SIZES[kind][1]}` })}
        choices={(Object.keys(SIZES) as TargetKind[]).map(kind => ({
          value: kind,
          says: kind === 'green' ? 'Green' : 'Fairway',
        }))}
      />
      <Chips
        label="Size"
        value={String(target.across)}
        onChoose={size => setParams({ target: `${target.kind}:${size}` })}
        choices={SIZES[target.kind].map(size => ({ value: String(size), says: `${size} ${unit}` }))}
      />
      {counted.length > 0 && (
        <>
          <Figure
            value={`${Math.round((100 * held) / counted.length)}`}
            unit="of 100"
            note={`${held} of ${counted.length} shots`}
          />
          <label className="aim">
            <span>
              Aim{' '}
              <b className="num">
                {target.aim === 0
                  ? 'at the middle'
                  : `${Math.abs(target.aim)} ${unit} ${target.aim < 0 ? 'left' : 'right'}`}
              </b>
            </span>
            <input
              type="range"
              min={-30}
              max={30}
              value={target.aim}
              onChange={event =>
                setParams({ aim: event.currentTarget.value === '0' ? null : event.currentTarget.value })
              }
            />
          </label>
          <p>
            {best.aim === 0 || best.held - held < counted.length * WORTH
              ? 'No other aim holds more.'
              : `Aim ${Math.abs(best.aim)} ${unit} ${best.aim < 0 ? 'left' : 'right'} of its middle, and it holds ${Math.round((100 * best.held) / counted.length)}.`}
          </p>
        </>
      )}
    </section>
  )
}
