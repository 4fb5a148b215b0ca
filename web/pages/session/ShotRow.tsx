import { memo } from 'react'
import { figureOf } from '../../../shared/golf/metrics.ts'
import type { ShotLine } from '../../db/query.ts'
import { shotAddress } from '../../ui/address.ts'
import { ClubMark } from '../../ui/club.tsx'
import { useDisplay } from '../../ui/display.ts'
import { DoneIcon } from '../../ui/icons.ts'
import type { ClubById } from '../clubs.ts'
import { type ColumnId, isFigure } from './columns.ts'

export const ShotRow = memo(function ShotRow({
  shot,
  at,
  top_px,
  columns,
  clubs,
  selecting,
  selected,
  onToggle,
}: {
  readonly shot: ShotLine
  readonly at: number
  readonly top_px: number
  readonly columns: readonly ColumnId[]
  readonly clubs: ClubById
  readonly selecting: boolean
  readonly selected: boolean
  readonly onToggle: (id: string) => void
}) {
  const display = useDisplay()
  const words = [`Shot ${shot.number}`, shot.excluded && 'left out', ...shot.tags].filter(Boolean).join(', ')
  return (
    <tr
      className={`shots-row${shot.excluded ? ' out' : ''}${selected ? ' selected' : ''}`}
      aria-rowindex={at + 2}
      data-id={shot.id}
      data-at={at}
      // Moved, not placed: each row is painted once.
      style={{ transform: `translateY(${top_px}px)` }}
    >
      {columns.map(column =>
        column === 'number' ? (
          <td key={column} className="shots-number">
            {selecting ? (
              <button
                type="button"
                aria-pressed={selected}
                aria-label={`Select shot ${shot.number}`}
                onClick={() => onToggle(shot.id)}
              >
                <span className={selected ? 'tick on' : 'tick'}>
                  {selected && <DoneIcon aria-hidden={true} />}
                </span>
                {shot.number}
              </button>
            ) : (
              <a href={shotAddress(shot.id)} aria-label={words}>
                {shot.number}
                {shot.tags[0] !== undefined && <small>{shot.tags[0]}</small>}
              </a>
            )}
          </td>
        ) : (
          <td key={column}>{cell(column)}</td>
        ),
      )}
    </tr>
  )

  function cell(column: Exclude<ColumnId, 'number'>) {
    if (isFigure(column)) return display.cell(column, figureOf(shot, column))
    switch (column) {
      case 'club': {
        const club = clubs(shot.club_id)
        return (
          <span className="shots-club">
            <ClubMark place={club.place} />
            {club.short}
          </span>
        )
      }
      case 'tags':
        return shot.tags.join(', ')
      case 'notes':
        return shot.notes
      default:
        return column satisfies never
    }
  }
})
