import type { ReactNode } from 'react'
import './Page.css'

/** What every page stands in. `wide` where a laptop shows things side by side. */
export function Page({ wide, children }: { readonly wide?: boolean; readonly children: ReactNode }) {
  return <div className={wide ? 'page wide' : 'page'}>{children}</div>
}
