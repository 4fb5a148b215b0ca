/** What every page has of pictures; those that show some have more (pictures.ts). */
import { createContext, type ReactNode, useContext, useSyncExternalStore } from 'react'
import type { MediaTarget } from '../db/command.ts'
import type { MediaWant } from '../db/query.ts'
import { useLive } from '../db/react.tsx'
import type { Copies } from './copies.ts'
import type { MediaState } from './fetcher.ts'
import type { Media } from './open.ts'
import { isSame } from './wanted.ts'

const MediaContext = createContext<Media | null>(null)

export function MediaProvider({ media, children }: { readonly media: Media; readonly children: ReactNode }) {
  return <MediaContext value={media}>{children}</MediaContext>
}

export function useMedia(): Media {
  const media = useContext(MediaContext)
  if (!media) throw new Error('useMedia outside of MediaProvider')
  return media
}

/** What comes in now. */
export function useMediaState(): MediaState {
  const { state, onState } = useMedia().fetcher
  return useSyncExternalStore(onState, state)
}

/** Undefined until known; null where nobody wants these. */
export function useWant({ of, id }: MediaTarget): MediaWant | null | undefined {
  const wants = useLive('media_wants', null)
  return wants && (wants.find(want => isSame(want, { of, id })) ?? null)
}

/** Null where no cloud is in use. */
export function useCopies(): Copies | null {
  const { now, onChange } = useMedia().copies
  return useSyncExternalStore(onChange, now)
}
