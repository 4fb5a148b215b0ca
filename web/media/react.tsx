/** The pages' hooks on pictures. */
import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react'
import type { MediaTarget } from '../db/command.ts'
import type { FilesSize } from '../db/files.ts'
import type { MediaWant, ShotMedia } from '../db/query.ts'
import { useDb, useLive } from '../db/react.tsx'
import type { MediaState } from './fetcher.ts'
import type { Media } from './open.ts'
import { hashesOf, isSame, isWhole } from './shot.ts'
import { canAsk } from './source.ts'

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

export function useBudget(): readonly [bytes: number, set: (bytes: number) => void] {
  const { bytes, set, onChange } = useMedia().budget
  return [useSyncExternalStore(onChange, bytes), set]
}

/** How much pictures take on this device; looked at anew whenever `after` is another. */
export function useFilesSize(after: unknown): FilesSize | null {
  const { files } = useMedia()
  const { swept } = useMediaState()
  const [size, setSize] = useState<FilesSize | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `after` and `swept` say that there is something new to see.
  useEffect(() => {
    let gone = false
    // A store that can't be read has no size to show; the fetch says what is wrong.
    files.size().then(
      read => {
        if (!gone) setSize(read)
      },
      () => {},
    )
    return () => {
      gone = true
    }
  }, [files, after, swept])
  return size
}

/** A shot's pictures and which of them lie on this device, both of the same moment; undefined until known. */
export function useShotMedia(
  id: string,
): { readonly media: ShotMedia; readonly here: ReadonlySet<string> } | undefined {
  const media = useLive('media_of_shot', { id })
  const { files } = useMedia()
  const [looked, setLooked] = useState<ReturnType<typeof useShotMedia>>()
  useEffect(() => {
    if (!media) return
    let gone = false
    files.here(hashesOf([media])).then(
      here => {
        if (!gone) setLooked({ media, here })
      },
      () => {},
    )
    return () => {
      gone = true
    }
  }, [files, media])
  return looked
}

/** Addresses of pictures for <img>, by hash; each is let go of when this component goes. */
export function usePictures(hashes: readonly string[]): ReadonlyMap<string, string> {
  const { files } = useMedia()
  const [urls, setUrls] = useState<ReadonlyMap<string, string>>(new Map())
  const made = useRef(new Map<string, string>())
  const key = hashes.join(' ')
  useEffect(() => {
    let gone = false
    const missing = key.split(' ').filter(hash => hash !== '' && !made.current.has(hash))
    const load = async () => {
      const read = await Promise.all(missing.map(async hash => [hash, await files.read(hash)] as const))
      if (gone) return
      for (const [hash, bytes] of read) {
        if (!bytes || made.current.has(hash)) continue
        made.current.set(hash, URL.createObjectURL(new Blob([bytes], { type: 'image/jpeg' })))
      }
      setUrls(new Map(made.current))
    }
    if (missing.length > 0) load().catch(() => {})
    return () => {
      gone = true
    }
  }, [files, key])
  useEffect(() => {
    const { current } = made
    return () => {
      for (const url of current.values()) URL.revokeObjectURL(url)
      current.clear()
    }
  }, [])
  return urls
}

export interface SessionPictures {
  /** Live shots that can be asked for. */
  readonly shots: number
  /** Whole here, and filmed. */
  readonly here: number
  readonly notFilmed: number
  readonly missing: number
  readonly bytes: number
}

/** What there is of a session's pictures. Not looked at while they come in: the fetcher says how far it is. */
export function useSessionPictures(id: string, coming: boolean): SessionPictures | null {
  const db = useDb()
  const { files } = useMedia()
  const [pictures, setPictures] = useState<SessionPictures | null>(null)
  useEffect(() => {
    if (coming) return
    let looks = 0
    const unwatch = db.watch('media_of_session', { id }, async all => {
      const look = ++looks
      const here = await files.here(hashesOf(all)).catch(() => new Set<string>())
      if (look === looks) setPictures(summaryOf(all, here))
    })
    return () => {
      looks = -1
      unwatch()
    }
  }, [db, files, id, coming])
  return pictures
}

export function summaryOf(all: readonly ShotMedia[], here: ReadonlySet<string>): SessionPictures {
  const asked = all.filter(({ shot_id, key }) => canAsk(shot_id, key))
  const whole = asked.filter(shot => isWhole(shot, here))
  const notFilmed = whole.filter(({ files }) => files.length === 0).length
  const kept = all.flatMap(({ files }) => files).filter(({ hash }) => hash !== null && here.has(hash))
  return {
    shots: asked.length,
    here: whole.length - notFilmed,
    notFilmed,
    missing: asked.length - whole.length,
    bytes: kept.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0),
  }
}
