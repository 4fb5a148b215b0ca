import type { ReactNode } from 'react'
import './Empty.css'

/** An empty place teaches: what comes here, how, and one button. */
export function Empty({
  title,
  children,
  action,
}: {
  readonly title: string
  readonly children: ReactNode
  readonly action?: ReactNode
}) {
  return (
    <div className="empty">
      <h2>{title}</h2>
      <p>{children}</p>
      {action}
    </div>
  )
}
