import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Button } from './Button.tsx'
import { CloseIcon } from './icons.ts'
import './UndoBar.css'

/** How long an undo bar stays; the history keeps the undo for ever. */
const STAYS_MS = 8_000

/** What was done, and its undo. The time stands still while the bar is hovered or holds the focus. */
export function UndoBar({
  says,
  onUndo,
  onGone,
}: {
  readonly says: string
  readonly onUndo?: () => void
  readonly onGone: () => void
}) {
  const [held, setHeld] = useState(false)
  const left_ms = useRef(STAYS_MS)
  useEffect(() => {
    if (held) return
    const since_ms = performance.now()
    const timer = setTimeout(onGone, left_ms.current)
    return () => {
      clearTimeout(timer)
      left_ms.current = Math.max(1_000, left_ms.current - (performance.now() - since_ms))
    }
  }, [held, onGone])
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only listens whether somebody is still reading.
    <div
      className="notice"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <p>{says}</p>
      {onUndo && (
        <Button look="quiet" onPress={onUndo}>
          Undo
        </Button>
      )}
      <Button look="quiet" icon={CloseIcon} iconOnly onPress={onGone}>
        Close
      </Button>
    </div>
  )
}

/** What went wrong, and what to do. Stays until it is closed. */
export function ProblemBar({
  says,
  cure,
  onClose,
}: {
  readonly says: string
  readonly cure?: ReactNode
  readonly onClose: () => void
}) {
  return (
    <div className="notice" role="alert">
      <p>{says}</p>
      {cure}
      <Button look="quiet" icon={CloseIcon} iconOnly onPress={onClose}>
        Close
      </Button>
    </div>
  )
}
