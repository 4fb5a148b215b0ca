/** The hooks of the pages that show pictures, or how much room they take. */
import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import type { Problem } from '../db/command.ts'
import type { FilesSize } from '../db/files.ts'
import type { ShotMedia } from '../db/query.ts'
import { useDb, useLive } from '../db/react.tsx'
import type { Copies } from './copies.ts'
import { useCopies, useMedia, useMediaState } from './react.tsx'
import { canCome, hashesOf, isWhole } from './wanted.ts'

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

export interface LookedAt {
  readonly media: ShotMedia
  /** Those that lie on this device. */
  readonly here: ReadonlySet<string>
  /** What another device sent comes by itself, as somebody is looking. */
  readonly cloud: 'comes' | Problem | null
}

/** A shot's pictures, all of the same moment; undefined until known. */
export function useShotMedia(id: string): LookedAt | undefined {
  const media = useLive('media_of_shot', { id })
  const { files, budget } = useMedia()
  const copies = useCopies()
  const [looked, setLooked] = useState<LookedAt>()
  useEffect(() => {
    if (!media) return
    const gone = new AbortController()
    const { signal } = gone
    const hashes = hashesOf([media])
    const look = async (cloud: LookedAt['cloud']) => {
      const here = await files.here(hashes)
      if (!signal.aborted) setLooked({ media, here, cloud })
      return here
    }
    const lookAndBring = async () => {
      const here = await look(null)
      copies?.lookedAt([...here])
      const missing = hashes.filter(hash => !here.has(hash))
      if (!copies || missing.length === 0 || signal.aborted) return
      await look('comes')
      const brought = await copies.bring(missing, {
        signal,
        budget_bytes: budget.bytes,
        before_ms: Date.now(),
        onKept: () => void look('comes'),
      })
      await look(brought.kind === 'failed' ? brought.problem : null)
    }
    lookAndBring().catch(() => {})
    return () => gone.abort()
  }, [files, budget, copies, media])
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
  /** Live shots whose pictures can come. */
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
  const copies = useCopies()
  const [pictures, setPictures] = useState<SessionPictures | null>(null)
  useEffect(() => {
    if (coming) return
    let looks = 0
    const unwatch = db.watch('media_of_session', { id }, async all => {
      const look = ++looks
      const here = await files.here(hashesOf(all)).catch(() => new Set<string>())
      if (look === looks) setPictures(summaryOf(all, here, copies))
    })
    return () => {
      looks = -1
      unwatch()
    }
  }, [db, files, copies, id, coming])
  return pictures
}

function summaryOf(
  all: readonly ShotMedia[],
  here: ReadonlySet<string>,
  copies: Copies | null,
): SessionPictures {
  const asked = all.filter(shot => canCome(shot, copies))
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
