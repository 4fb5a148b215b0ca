import { type PointerEvent, useEffect, useRef, useState } from 'react'
import type { Ends, Plane } from './plane.ts'

interface View {
  readonly x: Ends
  readonly y: Ends
}

/** How far in it goes. */
const MOST = 20
/** A finger that moved further was no tap. */
const TAP_PX = 8

/** Two fingers or Ctrl with the wheel make a part of the picture larger; one finger moves it then. */
export function useZoom(whole: View) {
  const [state, setState] = useState({ zoom: 1, x: 0.5, y: 0.5 })
  const fingers = useRef(new Map<number, { x: number; y: number }>())
  const began = useRef<{ x: number; y: number; moved: boolean } | null>(null)
  const { zoom } = state
  const part = ({ from, to }: Ends, middle: number): Ends => {
    const span = (to - from) / zoom
    const at = from + middle * (to - from)
    return { from: at - span / 2, to: at + span / 2 }
  }
  const kept = (middle: number, zoom: number) => Math.min(1 - 0.5 / zoom, Math.max(0.5 / zoom, middle))
  const set = (zoom: number, x: number, y: number) => {
    const within = Math.min(MOST, Math.max(1, zoom))
    setState({ zoom: within, x: kept(x, within), y: kept(y, within) })
  }
  const area = useRef<HTMLDivElement>(null)
  const wheel = useRef((_: WheelEvent) => {})
  wheel.current = event => {
    if (!event.ctrlKey) return
    event.preventDefault()
    set(zoom * Math.exp(-event.deltaY / 200), state.x, state.y)
  }
  useEffect(() => {
    const element = area.current
    const turn = (event: WheelEvent) => wheel.current(event)
    // React's own is passive, and the page would grow as well.
    element?.addEventListener('wheel', turn, { passive: false })
    return () => element?.removeEventListener('wheel', turn)
  })

  return {
    view: zoom === 1 ? whole : { x: part(whole.x, state.x), y: part(whole.y, state.y) },
    zoomed: zoom > 1,
    by: (times: number) => set(zoom * times, state.x, state.y),
    reset: () => setState({ zoom: 1, x: 0.5, y: 0.5 }),
    handlers: (plane: Plane, tap: (event: PointerEvent<HTMLElement>) => void) => ({
      ref: area,
      onPointerDown(event: PointerEvent<HTMLElement>) {
        fingers.current.set(event.pointerId, { x: event.clientX, y: event.clientY })
        began.current = { x: event.clientX, y: event.clientY, moved: fingers.current.size > 1 }
        if (zoom > 1 || fingers.current.size > 1) event.currentTarget.setPointerCapture(event.pointerId)
      },
      onPointerMove(event: PointerEvent<HTMLElement>) {
        const before = fingers.current.get(event.pointerId)
        if (!before) return
        const now = { x: event.clientX, y: event.clientY }
        const start = began.current
        if (start && Math.hypot(now.x - start.x, now.y - start.y) > TAP_PX) start.moved = true
        const other = [...fingers.current].find(([id]) => id !== event.pointerId)?.[1]
        fingers.current.set(event.pointerId, now)
        const [wide, high] = [plane.right - plane.left, plane.bottom - plane.top]
        if (other) {
          const apart = (one: { x: number; y: number }) => Math.hypot(one.x - other.x, one.y - other.y)
          set(zoom * (apart(now) / Math.max(1, apart(before))), state.x, state.y)
        } else if (zoom > 1) {
          set(zoom, state.x - (now.x - before.x) / wide / zoom, state.y + (now.y - before.y) / high / zoom)
        }
      },
      onPointerUp(event: PointerEvent<HTMLElement>) {
        fingers.current.delete(event.pointerId)
        if (began.current && !began.current.moved) tap(event)
        if (fingers.current.size === 0) began.current = null
      },
      onPointerCancel(event: PointerEvent<HTMLElement>) {
        fingers.current.delete(event.pointerId)
        began.current = null
      },
    }),
  }
}
