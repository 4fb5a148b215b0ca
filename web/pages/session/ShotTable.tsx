import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { type CSSProperties, memo, type RefObject, useLayoutEffect, useRef, useState } from 'react'
import type { ShotLine } from '../../db/query.ts'
import { useDisplay } from '../../ui/display.ts'
import { DownIcon, UpIcon } from '../../ui/icons.ts'
import { useKeys } from '../../ui/keys.ts'
import { type Selection, useLongPress } from '../../ui/selection.ts'
import type { ClubById } from '../clubs.ts'
import { type ColumnId, isFigure, nameOf } from './columns.ts'
import { ShotRow } from './ShotRow.tsx'
import { type Sort, sortBy } from './sort.ts'
import './table.css'

/** A thumb's height; all rows have it, so that thousands need no measuring. */
const ROW_PX = 48
const HEAD_PX = 48

const WIDTH_REM: { readonly [column in ColumnId]?: number } = { number: 4, club: 5, tags: 7, notes: 10 }
const OTHER_WIDTH_REM = 4.5

/** Shots as rows; only those near the screen are in the document. */
export function ShotTable({
  shots,
  columns,
  sort,
  onSort,
  clubs,
  selection,
}: {
  readonly shots: readonly ShotLine[]
  readonly columns: readonly ColumnId[]
  readonly sort: Sort
  readonly onSort: (sort: Sort) => void
  readonly clubs: ClubById
  readonly selection: Selection
}) {
  const body = useRef<HTMLTableSectionElement>(null)
  const head = useRef<HTMLTableSectionElement>(null)
  const [top_px, setTop] = useState(0)
  useLayoutEffect(() => {
    const element = body.current
    if (!element) return
    // What stands above grows as pictures and words come.
    const measure = () => setTop(Math.round(element.getBoundingClientRect().top + scrollY))
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(document.body)
    return () => observer.disconnect()
  }, [])
  const rows = useWindowVirtualizer({
    count: shots.length,
    estimateSize: () => ROW_PX,
    overscan: 8,
    scrollMargin: top_px,
    scrollPaddingStart: HEAD_PX,
    scrollPaddingEnd: 2 * ROW_PX,
    getItemKey: at => shots[at]?.id ?? at,
  })

  const press = useLongPress(selection.toggle)
  const cursor = useRef(-1)
  /** The row that the focus is on its way to: the next key means that one already. */
  const coming = useRef<number | null>(null)
  /** The row with the focus, else the one that had it; before the first that can be seen, if none had. */
  const focused = () => {
    if (coming.current !== null) return coming.current
    const at = document.activeElement?.closest<HTMLElement>('[data-at]')?.dataset['at']
    if (at !== undefined) return Number(at)
    if (cursor.current >= 0) return cursor.current
    return Math.max(0, Math.ceil((scrollY - top_px) / ROW_PX)) - 1
  }
  const goTo = (at: number) => {
    const to = Math.max(0, Math.min(shots.length - 1, at))
    cursor.current = to
    coming.current = to
    rows.scrollToIndex(to)
    // The row is in the document one frame after the scroll.
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        if (coming.current !== null && coming.current !== to) return
        coming.current = null
        const row = body.current?.querySelector(`[data-at="${to}"]`)
        row?.querySelector<HTMLElement>('a, button')?.focus({ preventScroll: true })
      }),
    )
  }
  useKeys({
    j: () => goTo(focused() + 1),
    k: () => goTo(focused() - 1),
    x: () => {
      const shot = shots[focused()]
      if (!shot) return
      const at = focused()
      selection.toggle(shot.id)
      goTo(at)
    },
  })

  const widths = columns.map(column => WIDTH_REM[column] ?? OTHER_WIDTH_REM)
  const style = {
    '--columns': widths.map(rem => `minmax(${rem}rem, 1fr)`).join(' '),
    '--least': `${widths.reduce((sum, rem) => sum + rem, 0)}rem`,
  } as CSSProperties
  return (
    <table
      className="shots num"
      aria-label="Shots"
      aria-rowcount={shots.length + 1}
      aria-colcount={columns.length}
      style={style}
      {...press}
    >
      <Headings ref={head} columns={columns} sort={sort} onSort={onSort} />
      <tbody
        className="shots-body"
        ref={body}
        style={{ height: rows.getTotalSize() }}
        onScroll={event => {
          if (head.current) head.current.scrollLeft = event.currentTarget.scrollLeft
        }}
      >
        {rows.getVirtualItems().map(item => {
          const shot = shots[item.index]
          return (
            shot && (
              <ShotRow
                key={item.key}
                shot={shot}
                at={item.index}
                top_px={item.start - top_px}
                columns={columns}
                clubs={clubs}
                selecting={selection.on}
                selected={selection.ids.has(shot.id)}
                onToggle={selection.toggle}
              />
            )
          )
        })}
      </tbody>
    </table>
  )
}

/** Apart, so that scrolling the rows does not draw it again and again. */
const Headings = memo(function Headings({
  ref,
  columns,
  sort,
  onSort,
}: {
  readonly ref: RefObject<HTMLTableSectionElement | null>
  readonly columns: readonly ColumnId[]
  readonly sort: Sort
  readonly onSort: (sort: Sort) => void
}) {
  const display = useDisplay()
  return (
    <thead className="shots-head" ref={ref}>
      <tr className="shots-row" aria-rowindex={1}>
        {columns.map(column => {
          const isOn = sort.by === column
          const unit = isFigure(column) ? display.unit(column) : ''
          return (
            <th
              key={column}
              scope="col"
              aria-sort={isOn ? (sort.falling ? 'descending' : 'ascending') : 'none'}
            >
              <button type="button" onClick={() => onSort(sortBy(sort, column))}>
                <span>
                  {isOn && (sort.falling ? <DownIcon aria-hidden={true} /> : <UpIcon aria-hidden={true} />)}
                  {nameOf(column).short}
                </span>
                {unit && <small>{unit}</small>}
              </button>
            </th>
          )
        })}
      </tr>
    </thead>
  )
})
