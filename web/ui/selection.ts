import type React from 'react'
import { useCallback, useMemo, useRef, useState } from 'react'

/** How long a finger rests until that means "select this". */
const LONG_PRESS_MS = 450
/** A finger that moved further was scrolling. */
const STILL_PX = 10

export interface Selection {
  readonly ids: ReadonlySet<string>
  /** A tap selects rather than opens. */
  readonly on: boolean
  readonly begin: () => void
  readonly toggle: (id: string) => void
  readonly set: (ids: Iterable<string>) => void
  readonly clear: () => void
}

export function useSelection(): Selection {
  const [state, setState] = useState<{ on: boolean; ids: ReadonlySet<string> }>({ on: false, ids: new Set() })
  const begin = useCallback(() => setState(was => ({ ...was, on: true })), [])
  const toggle = useCallback(
    (id: string) =>
      setState(({ ids }) => {
        const next = new Set(ids)
        if (!next.delete(id)) next.add(id)
        return { on: true, ids: next }
      }),
    [],
  )
  const set = useCallback((ids: Iterable<string>) => setState({ on: true, ids: new Set(ids) }), [])
  const clear = useCallback(() => setState({ on: false, ids: new Set() }), [])
  return useMemo(() => ({ ...state, begin, toggle, set, clear }), [state, begin, toggle, set, clear])
}

/** Handlers for rows marked `data-id`: a long press selects one, and the tap that ends it opens nothing. */
export function useLongPress(onLongPress: (id: string) => void) {
  const press = useRef<{ timer: number; x: number; y: number } | null>(null)
  const swallow = useRef(false)
  const end = () => {
    if (press.current) clearTimeout(press.current.timer)
    press.current = null
  }
  return {
    onPointerDown(event: React.PointerEvent) {
      swallow.current = false
      if (event.pointerType === 'mouse' || !(event.target instanceof Element)) return
      const id = event.target.closest<HTMLElement>('[data-id]')?.dataset['id']
      if (id === undefined) return
      const timer = window.setTimeout(() => {
        swallow.current = true
        onLongPress(id)
      }, LONG_PRESS_MS)
      press.current = { timer, x: event.clientX, y: event.clientY }
    },
    onPointerMove(event: React.PointerEvent) {
      const at = press.current
      if (at && Math.hypot(event.clientX - at.x, event.clientY - at.y) > STILL_PX) end()
    },
    onPointerUp: end,
    onPointerCancel: end,
    onClickCapture(event: React.MouseEvent) {
      if (!swallow.current) return
      swallow.current = false
      event.preventDefault()
      event.stopPropagation()
    },
    onContextMenu(event: React.MouseEvent) {
      // The phone's own menu for links would lie over the selection.
      if (press.current || swallow.current) event.preventDefault()
    },
  }
}
