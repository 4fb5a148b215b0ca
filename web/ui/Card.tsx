import type { ReactNode } from 'react'
import './Card.css'

/** What belongs together. `flush` where a list or a picture goes to the edge. */
export function Card({ flush, children }: { readonly flush?: boolean; readonly children: ReactNode }) {
  return <div className={flush ? 'card flush' : 'card'}>{children}</div>
}
