import { useMemo } from 'react'
import { swingLengths } from '../../../shared/golf/gapping.ts'
import type { ClubCarry } from '../../db/analysis.ts'
import type { ClubLine } from '../../db/query.ts'
import { Chips } from '../../ui/Chips.tsx'
import { useDisplay } from '../../ui/display.ts'
import { LineLink, Lines } from '../../ui/Line.tsx'
import { AskBar } from '../analysis/AskBar.tsx'
import { sameAsked } from '../analysis/asked.ts'
import { Behind } from '../analysis/Behind.tsx'
import { GoalsLine } from '../analysis/goals/GoalsLine.tsx'
import { useParams } from '../params.ts'
import { GapsSaid } from './GapsSaid.tsx'
import { YardagesPicture } from './YardagesPicture.tsx'
import { type FigureOfClub, figuresOfClub, fullOf, gapsIn, partialsOf, yardagesOf } from './yardages.ts'
import '../analysis/analysis.css'

const MARK: { readonly [by in FigureOfClub]: string } = {
  median: 'Mark: stock carry, the median of full swings.',
  mean: 'Mark: mean carry of full swings.',
  best: 'Mark: mean of the five longest, what is in the club, not what comes.',
}

/** Holes that the sentence names; the table has them all. */
const TOLD = 2

/** How far each club goes, truly, and which gaps hurt. */
export function Gapping({
  bag,
  carries,
}: {
  readonly bag: readonly ClubLine[]
  readonly carries: readonly ClubCarry[]
}) {
  const display = useDisplay()
  const [params, setParams] = useParams()
  const by = figuresOfClub.find(one => one === params.get('by')) ?? 'median'
  const yardages = useMemo(() => yardagesOf(bag, carries, by), [bag, carries, by])
  const gaps = useMemo(() => gapsIn(yardages), [yardages])
  const partials = partialsOf(yardages)
  const lengths = swingLengths.filter(length => partials.some(({ lengths }) => lengths.has(length))).reverse()
  const unit = display.unit('carry_m')
  const whole = (m: number | null) => (m === null ? '–' : `${Math.round(display.number('carry_m', m))}`)
  const n = yardages.reduce((sum, { carry }) => sum + carry.n, 0)
  const of = yardages.reduce((sum, { carry }) => sum + carry.of, 0)
  if (yardages.length === 0) {
    return (
      <section className="bag-picture stack" aria-label="Your yardages">
        <p>No shot here has a carry. Take a condition away, or leave fewer shots out.</p>
        <AskBar clubs="none" />
      </section>
    )
  }
  return (
    <section className="bag-picture stack" aria-label="Your yardages">
      <GapsSaid clubs={yardages.length} gaps={gaps} />
      <YardagesPicture yardages={yardages} holes={gaps.holes.slice(0, TOLD)} />
      <p className="soft">
        {MARK[by]} Bar: from what 7 of 10 carry to what 2 of 10 pass. Hollow: under 5 shots.{' '}
        {n.toLocaleString('en')} of {of.toLocaleString('en')} shots used.
      </p>
      <AskBar clubs="none" />
      <Chips
        label="Distance of a club"
        line="joined"
        value={by}
        onChoose={by => setParams({ by: by === 'median' ? null : by })}
        choices={[
          { value: 'median', says: 'Median' },
          { value: 'mean', says: 'Mean' },
          { value: 'best', says: 'Best 5' },
        ]}
      />
      <Behind
        name="yardages"
        caption={`Carry of full swings, ${unit}`}
        columns={[
          ...['Club', 'Cover', 'Median', 'Long', 'Mean', 'Best 5', '±', 'Total'],
          ...['Gap', 'Used', 'How sure', 'Last hit'],
        ]}
        rows={yardages.map(({ id, name, carry, stock: shown }) => {
          const stock = fullOf(carry) ?? shown
          const gap = gaps.all.find(({ longer }) => longer.id === id)
          return [
            name,
            whole(stock.cover_m),
            whole(stock.stock_m),
            whole(stock.long_m),
            whole(stock.mean_m),
            whole(stock.best_m),
            whole(stock.spread_m),
            whole(stock.total_m),
            gap ? `${whole(gap.gap_m)}${gap.is === 'even' ? '' : ` ${gap.is}`}` : '–',
            `${carry.n} of ${carry.of}`,
            stock.sure
              ? `${stock.confidence}, ${whole(stock.sure.low)}–${whole(stock.sure.high)}`
              : stock.confidence,
            display.date(carry.last_date),
          ]
        })}
        note="Cover: 7 of 10 carry it. Long: 2 of 10 carry more. How sure: where the stock carry lies, 19 times of 20."
      />
      <Lines>
        <LineLink href={sameAsked('/analysis/card', params)} under="Wallet size; print, picture, altitude">
          Yardage card
        </LineLink>
      </Lines>
      <GoalsLine />
      {partials.length > 0 && (
        <div>
          <h2>Part swings</h2>
          <div className="scrolls-aside">
            <table className="matrix num">
              <caption className="spoken">Stock carry by length of swing, {unit}</caption>
              <thead>
                <tr>
                  <th scope="col">Club</th>
                  {lengths.map(length => (
                    <th key={length} scope="col">
                      {length}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {partials.map(({ yardage, lengths: own }) => (
                  <tr key={yardage.id}>
                    <th scope="row">{yardage.name}</th>
                    {lengths.map(length => {
                      const stock = own.get(length)
                      return (
                        <td key={length} className={stock && stock.n >= 5 ? undefined : 'soft'}>
                          {stock ? whole(stock.stock_m) : '–'}
                          {stock && <small> ±{whole(stock.spread_m)}</small>}
                        </td>
                      )
                    })}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <p className="soft">
            {unit} carry. Found by the speed of the swing, whatever the label says; full swings alone make the
            yardages above.
          </p>
        </div>
      )}
    </section>
  )
}
