import { useSyncExternalStore } from 'react'

/** Where a list and a picture stand side by side: as the styles have it. */
const WIDE = '(min-width: 1100px)'

export function useWide(): boolean {
  return useSyncExternalStore(
    changed => {
      const wide = matchMedia(WIDE)
      wide.addEventListener('change', changed)
      return () => wide.removeEventListener('change', changed)
    },
    () => matchMedia(WIDE).matches,
  )
}
