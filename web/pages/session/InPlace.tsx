import { type ReactNode, useRef, useState } from 'react'
import { EditIcon } from '../../ui/icons.ts'
import './inPlace.css'

/** Words that turn into a field where they stand. Enter or leaving saves, Escape leaves it as it was. */
export function InPlace({
  label,
  value,
  type,
  children,
  onSave,
}: {
  /** What is edited: "Session name". */
  readonly label: string
  readonly value: string
  readonly type: 'text' | 'date'
  /** As shown while it is not edited. */
  readonly children: ReactNode
  readonly onSave: (value: string) => void
}) {
  const [editing, setEditing] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const end = (save: boolean) => {
    const typed = input.current?.value.trim() ?? value
    // A date that is not whole yet reads as empty.
    const isWhole = type === 'text' || typed !== ''
    if (save && isWhole && typed !== value) onSave(typed)
    setEditing(false)
    requestAnimationFrame(() => button.current?.focus({ preventScroll: true }))
  }
  if (!editing) {
    return (
      <button type="button" ref={button} className="in-place" onClick={() => setEditing(true)}>
        <span>{children}</span>
        <EditIcon aria-hidden={true} />
        <span className="spoken">, change {label.toLowerCase()}</span>
      </button>
    )
  }
  return (
    <input
      ref={input}
      className="input in-place-input"
      type={type}
      aria-label={label}
      defaultValue={value}
      autoComplete="off"
      enterKeyHint="done"
      // biome-ignore lint/a11y/noAutofocus: the golfer just asked for this very field.
      autoFocus
      onFocus={event => {
        if (type === 'text') event.currentTarget.select()
      }}
      onBlur={() => end(true)}
      onKeyDown={event => {
        if (event.key === 'Enter') end(true)
        if (event.key === 'Escape') end(false)
      }}
    />
  )
}
