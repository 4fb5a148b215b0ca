import { useEffect, useRef } from 'react'
import type { ClubLine } from '../../db/query.ts'
import { Button } from '../../ui/Button.tsx'
import { ClubMark } from '../../ui/club.tsx'
import { DownIcon, UpIcon } from '../../ui/icons.ts'
import { useAct } from '../act.tsx'
import { moved } from './order.ts'

/** The bag's order, changed one place at a time: works with one thumb and with a keyboard alike. */
export function OrderList({ clubs }: { readonly clubs: readonly ClubLine[] }) {
  const act = useAct()
  const list = useRef<HTMLOListElement>(null)
  const pressed = useRef<string | null>(null)
  const order = clubs.map(({ id }) => id)
  const now = order.join()

  // A row that moves in the document loses the focus, and a keyboard its place.
  useEffect(() => {
    const button = pressed.current
    if (button === null || now === '') return
    pressed.current = null
    list.current?.querySelector<HTMLElement>(`[data-button="${CSS.escape(button)}"] button`)?.focus()
  }, [now])

  const move = (id: string, by: -1 | 1) => {
    const next = moved(order, id, by)
    if (next === order) return
    pressed.current = `${id} ${by}`
    act({ kind: 'set_setting', set: { bag_order: next } })
  }

  return (
    <>
      <p>Colours and every list follow this order.</p>
      <ol className="clubs" aria-label="Order of the bag" ref={list}>
        {clubs.map((club, i) => (
          <li key={club.id} className="club-line">
            <ClubMark place={club.place} />
            <span className="club-name">{club.name}</span>
            <span data-button={`${club.id} -1`}>
              <Button
                look="quiet"
                icon={UpIcon}
                iconOnly
                disabled={i === 0}
                onPress={() => move(club.id, -1)}
              >
                Move {club.name} up
              </Button>
            </span>
            <span data-button={`${club.id} 1`}>
              <Button
                look="quiet"
                icon={DownIcon}
                iconOnly
                disabled={i === clubs.length - 1}
                onPress={() => move(club.id, 1)}
              >
                Move {club.name} down
              </Button>
            </span>
          </li>
        ))}
      </ol>
    </>
  )
}
