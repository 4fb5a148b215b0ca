import { type ReactNode, Suspense, useState } from 'react'

/** For a sheet whose script comes when it is first opened; it stays, as it may have to close. */
export function WhenOpened({ open, children }: { readonly open: boolean; readonly children: ReactNode }) {
  const [asked, setAsked] = useState(open)
  if (open && !asked) setAsked(true)
  return asked && <Suspense>{children}</Suspense>
}
