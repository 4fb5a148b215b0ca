import { type ReactNode, useEffect, useId, useRef } from 'react'
import { Button } from './Button.tsx'
import { CloseIcon } from './icons.ts'
import './Sheet.css'

/**
 * Where the state of a step of the history says that a sheet laid it: the sheet's id while it is open,
 * `CLOSED` after. Closing takes no step back, which would come late and take a page with it that was
 * opened in between; the way back (web/app/scroll.ts) leaps over a closed one instead.
 */
export const SHEET_STATE = 'sheet'
export const CLOSED = 'closed'

/** From below on a phone, at the side on a laptop. Escape, a tap beside it, and the back button close it. */
export function Sheet({
  open,
  ...rest
}: {
  readonly open: boolean
  readonly title: string
  readonly onClose: () => void
  readonly children: ReactNode
}) {
  return open ? <OpenSheet {...rest} /> : null
}

function OpenSheet({
  title,
  onClose,
  children,
}: {
  readonly title: string
  readonly onClose: () => void
  readonly children: ReactNode
}) {
  const id = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  const close = useRef(onClose)
  close.current = onClose
  useEffect(() => {
    const opener = document.activeElement
    dialog.current?.showModal()
    const lay = (how: 'pushState' | 'replaceState', sheet: string) =>
      history[how]({ ...history.state, [SHEET_STATE]: sheet }, '')
    // One sheet after another on the same page share a step.
    lay(history.state?.[SHEET_STATE] === CLOSED ? 'replaceState' : 'pushState', id)
    const path = location.pathname
    // What is chosen in a sheet may change the address (a filter): it stays when the sheet's step goes.
    // Noted as it changes, not as it is drawn: the way back may come in between.
    let href = location.href
    const noteAddress = () => {
      if (history.state?.[SHEET_STATE] === id) href = location.href
    }
    const closeOnBack = () => {
      if (history.state?.[SHEET_STATE] === id) return
      if (location.pathname === path && location.href !== href) {
        history.replaceState(history.state, '', href)
      }
      close.current()
    }
    // The router's own event.
    addEventListener('replaceState', noteAddress)
    addEventListener('popstate', closeOnBack)
    return () => {
      removeEventListener('replaceState', noteAddress)
      removeEventListener('popstate', closeOnBack)
      if (history.state?.[SHEET_STATE] === id) lay('replaceState', CLOSED)
      if (opener instanceof HTMLElement) opener.focus({ preventScroll: true })
    }
  }, [id])

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a tap beside the sheet; Escape does the same by key.
    <dialog
      ref={dialog}
      className="sheet"
      aria-labelledby={`${id}-title`}
      onCancel={event => {
        event.preventDefault()
        onClose()
      }}
      onClick={event => {
        if (event.target === event.currentTarget) onClose()
      }}
    >
      <header className="sheet-head">
        <h2 id={`${id}-title`}>{title}</h2>
        <Button look="quiet" icon={CloseIcon} iconOnly onPress={onClose}>
          Close
        </Button>
      </header>
      <div className="sheet-body">{children}</div>
    </dialog>
  )
}
