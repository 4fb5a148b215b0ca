import { type ReactNode, useId } from 'react'
import './Bar.css'

/** How far a long work is; null = begun, with no end known yet. */
export function Track({
  label,
  done,
  of,
}: {
  readonly label: string
  readonly done: number
  readonly of: number
}) {
  const percent = of > 0 ? Math.min(100, (done / of) * 100) : 0
  return (
    <div
      className="track"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={of}
      aria-valuenow={done}
    >
      <i style={{ width: `${percent}%` }} />
    </div>
  )
}

/** A slim bar for what goes on while the golfer does something else: can be opened, acted on, and left alone. */
export function Bar({
  children,
  href,
  progress,
  action,
}: {
  readonly children: ReactNode
  /** Where the whole of it can be seen. */
  readonly href?: string
  readonly progress?: { readonly label: string; readonly done: number; readonly of: number }
  readonly action?: ReactNode
}) {
  const id = useId()
  return (
    <section className="slim" aria-labelledby={id}>
      {href === undefined ? (
        <div id={id} className="slim-says">
          {children}
        </div>
      ) : (
        <a id={id} className="slim-says" href={href}>
          {children}
        </a>
      )}
      {action}
      {progress && <Track {...progress} />}
    </section>
  )
}
