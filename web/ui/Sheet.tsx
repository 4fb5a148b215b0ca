import { type ReactNode, useEffect, useId, useRef } from 'react'
import { Button } from './Button.tsx'
import { CloseIcon } from './icons.ts'
import './Sheet.css'

/** A step of the history that a sheet laid: going back from it closes the sheet and stays on the page. */
export const SHEET_STATE = 'sheet'

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
  // What is chosen in a sheet may change the address (a filter): it stays when the sheet's step goes.
  const href = useRef(location.href)
  useEffect(() => {
    if (history.state?.[SHEET_STATE] === id) href.current = location.href
  })

  useEffect(() => {
    const opener = document.activeElement
    dialog.current?.showModal()
    history.pushState({ ...history.state, [SHEET_STATE]: id }, '')
    const path = location.pathname
    const keepAddress = () => {
      if (location.pathname === path && location.href !== href.current) {
        history.replaceState(history.state, '', href.current)
      }
    }
    const closeOnBack = () => {
      if (history.state?.[SHEET_STATE] === id) return
      keepAddress()
      close.current()
    }
    addEventListener('popstate', closeOnBack)
    return () => {
      removeEventListener('popstate', closeOnBack)
      // Closed by hand: its step goes. Closed by going elsewhere: that step stands above, and stays.
      if (history.state?.[SHEET_STATE] === id) {
        addEventListener('popstate', keepAddress, { once: true })
        history.back()
      }
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
