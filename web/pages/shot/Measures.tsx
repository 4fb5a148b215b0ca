import { useState } from 'react'
import {
  type Figure,
  type FigureGroup,
  figureGroups,
  figureNames,
  figures,
  isDerived,
} from '../../../shared/golf/measures.ts'
import { figureOf } from '../../../shared/golf/metrics.ts'
import type { ShotDetail } from '../../db/query.ts'
import { apart, useDisplay } from '../../ui/display.ts'
import { whyMissing } from '../missing.ts'

const GROUPS: { readonly [group in FigureGroup]: string } = {
  ball: 'Ball',
  flight: 'Flight',
  club: 'Club',
  strike: 'Strike',
}

/** Every figure by its group. A tap on one tells what it means, or why it is missing. */
export function Measures({ shot }: { readonly shot: ShotDetail }) {
  return (
    <div className="measures">
      {figureGroups.map(group => (
        <section key={group}>
          <h2>{GROUPS[group]}</h2>
          {figureNames
            .filter(figure => figures[figure].group === group)
            .map(figure => (
              <MeasureLine key={figure} figure={figure} shot={shot} />
            ))}
        </section>
      ))}
    </div>
  )
}

function MeasureLine({ figure, shot }: { readonly figure: Figure; readonly shot: ShotDetail }) {
  const display = useDisplay()
  const [open, setOpen] = useState(false)
  const value = figureOf(shot, figure)
  const shown = apart(display.shown(figure, value))
  return (
    <div className="measure">
      <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
        <span>{figures[figure].label}</span>
        <span className={value === null ? 'num soft' : 'num'}>
          <b>{shown.value}</b>
          {shown.unit && <small>{shown.unit}</small>}
        </span>
      </button>
      {open && (
        <p>
          {figures[figure].means}{' '}
          {isDerived(figure) && value !== null && 'Worked out from the measured ones. '}
          {value === null && whyMissing(figure)}
        </p>
      )}
    </div>
  )
}
