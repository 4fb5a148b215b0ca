import type { MediaTarget } from '../../db/command.ts'
import type { MediaWant } from '../../db/query.ts'
import type { MediaState } from '../../media/fetcher.ts'
import { useMedia, useMediaState } from '../../media/react.tsx'
import { isSame } from '../../media/wanted.ts'
import { Track } from '../../ui/Bar.tsx'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { WarnIcon } from '../../ui/icons.ts'
import { useNotices } from '../../ui/Notices.tsx'
import { comingSaid, stoppedSaid } from './words.ts'

/** Wants and stops them; what can't be saved is said. */
export function useFetch() {
  const { fetcher } = useMedia()
  const notices = useNotices()
  const say = (error: unknown) =>
    notices.problem({ says: error instanceof Error ? error.message : 'That did not work. Try again.' })
  return {
    want: (want: MediaTarget) => {
      fetcher.want(want).catch(say)
    },
    stop: (want: MediaTarget) => {
      fetcher.stop(want).catch(say)
    },
  }
}

export type Fetching = NonNullable<MediaState['fetching']>

/** What of it comes in now; null where something else does, or nothing. */
export const fetchingOf = (state: MediaState, want: MediaTarget): Fetching | null =>
  state.fetching && isSame(state.fetching.want, want) ? state.fetching : null

/** How far they are, and the way to call it off. */
export function Coming({ want }: { readonly want: MediaTarget }) {
  const state = useMediaState()
  const { stop } = useFetch()
  const fetching = fetchingOf(state, want)
  return (
    <div className="media-coming">
      <p role="status">{comingSaid(want, state)}</p>
      {fetching && <Track label="Pictures" {...progressOf(fetching)} />}
      <Button onPress={() => stop(want)}>Cancel</Button>
    </div>
  )
}

/** A shot by its pictures, a session by its shots and the part of the one in hand. */
export function progressOf({ want, shots, files }: Fetching): { done: number; of: number } {
  if (want.of === 'shot') return files
  return { done: shots.done + (files.of > 0 ? files.done / files.of : 0), of: shots.of }
}

/** Why it stopped, and what helps. */
export function Stopped({ want }: { readonly want: MediaWant }) {
  if (!want.problem) return null
  return (
    <div className="media-stopped" role="alert">
      <p>
        <WarnIcon aria-hidden={true} />
        {stoppedSaid(want.problem)}
      </p>
      {want.problem.kind === 'media_budget' && (
        <ButtonLink href="/data#pictures">Give them more room</ButtonLink>
      )}
    </div>
  )
}
