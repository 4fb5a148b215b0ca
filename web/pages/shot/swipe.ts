import type React from 'react'
import { useRef } from 'react'

/** A finger that went this far to the side, and more to the side than up or down, has swiped. */
const SWIPE_PX = 64

/** At the screen's edge the phone's own way back begins. */
const EDGE_PX = 24

export function useSwipe({ onLeft, onRight }: { readonly onLeft: () => void; readonly onRight: () => void }) {
  const start = useRef<{ x: number; y: number } | null>(null)
  return {
    onTouchStart(event: React.TouchEvent) {
      const touch = event.touches[0]
      const alone = event.touches.length === 1 && touch
      start.current =
        alone && touch.clientX > EDGE_PX && touch.clientX < innerWidth - EDGE_PX
          ? { x: touch.clientX, y: touch.clientY }
          : null
    },
    onTouchEnd(event: React.TouchEvent) {
      const touch = event.changedTouches[0]
      if (!start.current || !touch) return
      const across = touch.clientX - start.current.x
      const along = touch.clientY - start.current.y
      start.current = null
      if (Math.abs(across) < SWIPE_PX || Math.abs(across) < 2 * Math.abs(along)) return
      if (across < 0) onLeft()
      else onRight()
    },
  }
}
