import type { CombineAnswer } from '../../../db/kept.ts'
import { shotAddress } from '../../../ui/address.ts'
import { Button, ButtonLink } from '../../../ui/Button.tsx'
import { Card } from '../../../ui/Card.tsx'
import { useDisplay } from '../../../ui/display.ts'
import { Field } from '../../../ui/Field.tsx'
import { Figure } from '../../../ui/Figure.tsx'
import { useAct } from '../../act.tsx'
import { useClubs } from '../../clubs.ts'
import { Behind } from '../Behind.tsx'
import { Plot } from '../chart/Plot.tsx'
import { endsAboutZero } from '../chart/plane.ts'

const HEIGHT_PX = 300
type Line = CombineAnswer['runs'][number]

/** One test that was begun: the score so far, what is next, every shot about its target, and the same test before. */
export function Run({
  line: { id, run, scored },
  others,
  onBack,
}: {
  readonly line: Line
  readonly others: readonly Line[]
  readonly onBack: () => void
}) {
  const act = useAct()
  const display = useDisplay()
  const clubs = useClubs()
  const unit = display.unit('carry_m')
  const whole = (m: number) => `${Math.round(display.number('carry_m', m))}`
  const { score, hit, of, next, targets } = scored
  const shots = targets.flatMap(({ shots }) => shots)
  const points = shots.map(({ id, side_m, long_m }) => ({
    ...{ id, series: 0, out: false },
    ...{ x: display.number('side_m', side_m), y: display.number('carry_m', long_m) },
  }))
  const before = others.filter(
    other => other.id !== id && other.run.name === run.name && other.scored.score !== null,
  )
  const set = (value: typeof run | null) => act({ kind: 'keep', keeping: { of: 'run', kept_id: id, value } })
  const says =
    next === null
      ? 'Over.'
      : `${hit === 0 ? 'First' : 'Next'}: ${whole(next.carry_m)} ${unit}${next.club_id === null ? '' : ` with the ${clubs(next.club_id).name}`}.`
  return (
    <div className="stack">
      <h2>{run.name}</h2>
      <Figure
        value={score === null ? null : `${Math.round(score)}`}
        unit="of 100"
        note={`${hit} of ${of} shots · ${display.date(run.date)}`}
      />
      <p>
        {says}
        {before.length > 0 &&
          ` Before: ${before
            .slice(0, 5)
            .map(({ scored }) => Math.round(scored.score ?? 0))
            .join(', ')}.`}
      </p>
      {next !== null && (
        <ButtonLink look="main" wide href="/import">
          Add the report
        </ButtonLink>
      )}
      {points.length > 0 && (
        <Card>
          <Plot
            says={`${hit} shots about their targets, ${run.name}. Score ${Math.round(score ?? 0)} of 100.`}
            points={points}
            series={[{ color: 'var(--c1)', shape: 'circle' }]}
            x={{
              ...endsAboutZero(
                points.map(({ x }) => x),
                20,
              ),
              says: x => (x === 0 ? 'target' : `${Math.abs(x)} ${x < 0 ? 'L' : 'R'}`),
            }}
            y={{
              ...endsAboutZero(
                points.map(({ y }) => y),
                20,
              ),
              says: y => (y === 0 ? '0' : `${Math.abs(y)}`),
            }}
            height={HEIGHT_PX}
            chosen={point => {
              const shot = shots.find(({ id }) => id === point.id)
              return {
                says: `${whole(shot?.miss_m ?? 0)} ${unit} away, ${Math.round(shot?.score ?? 0)} points`,
                href: shotAddress(point.id),
                link: 'The shot',
              }
            }}
            behind={plane => (
              <>
                <line className="zero" x1={plane.x(0)} x2={plane.x(0)} y1={0} y2={plane.bottom} />
                <line className="zero" x1={plane.left} x2={plane.right} y1={plane.y(0)} y2={plane.y(0)} />
                <text className="says" x={plane.left + 4} y={plane.top + 8}>
                  long
                </text>
                <text className="says" x={plane.left + 4} y={plane.bottom - 6}>
                  short
                </text>
              </>
            )}
          />
        </Card>
      )}
      <Behind
        name="combine"
        caption={`By target, ${unit}`}
        open
        columns={['Target', 'Club', 'Shots', 'Points', 'Away']}
        rows={targets.map(({ carry_m, club_id, shots, score }) => [
          whole(carry_m),
          club_id === null ? '–' : clubs(club_id).short,
          `${shots.length} of ${run.each}`,
          score === null ? '–' : `${Math.round(score)}`,
          shots.map(({ miss_m }) => whole(miss_m)).join(' ') || '–',
        ])}
      />
      <details className="behind">
        <summary>Which shots</summary>
        <div className="stack">
          <p className="soft">
            All of this day from that shot on, in order of time, but those that you left out. A misread is
            left out in its session, and the next shot takes its place.
          </p>
          <div className="ask-dates">
            <Field
              label="Day"
              type="date"
              value={run.date}
              onChange={date => date !== '' && set({ ...run, date, after: 0 })}
            />
            <Field
              label="From shot"
              value={`${run.after + 1}`}
              inputMode="numeric"
              onChange={text => {
                const from = Number(text)
                if (Number.isInteger(from) && from >= 1) set({ ...run, after: from - 1 })
              }}
            />
          </div>
        </div>
      </details>
      <div className="row">
        <Button look="quiet" onPress={onBack}>
          All tests
        </Button>
        <Button
          look="quiet"
          onPress={async () => {
            await set(null)
            onBack()
          }}
        >
          Put away
        </Button>
      </div>
    </div>
  )
}
