import type { ReactNode } from 'react'
import { ShareIcon } from '../../ui/icons.ts'
import './phone.css'

/** The taps on an iPhone or iPad, and what comes after them. */
export function ToHomeScreen({ children }: { readonly children?: ReactNode }) {
  return (
    <ol className="steps">
      <li>
        Tap{' '}
        <span className="steps-icon">
          <ShareIcon aria-hidden={true} /> Share
        </span>{' '}
        in the browser’s bar.
      </li>
      <li>
        Choose <b>Add to Home Screen</b>, then <b>Add</b>.
      </li>
      <li>Open Rangebook from your home screen.</li>
      {children}
    </ol>
  )
}
