import type { MediaTarget, Problem } from '../../db/command.ts'
import type { MediaState } from '../../media/fetcher.ts'
import type { SessionPictures } from '../../media/pictures.ts'
import { isSame } from '../../media/wanted.ts'
import { shotsSaid } from '../../ui/Figure.tsx'
import { bytesSaid } from '../data/words.ts'

/** Of a shot that was filmed: 25 pictures. */
const SHOT_BYTES = 5_000_000

export const costSaid = (shots: number): string => `up to ${bytesSaid(shots * SHOT_BYTES)}`

/** How far pictures are that are wanted. */
export function comingSaid(want: MediaTarget, { fetching, held }: MediaState): string {
  if (held) return held.says
  if (!fetching || !isSame(fetching.want, want)) return 'The pictures come when it is their turn.'
  const { shots, files } = fetching
  const ofShot = files.of > 0 ? `picture ${files.done} of ${files.of}` : 'asking what there is'
  return want.of === 'shot' ? sentence(ofShot) : `Shot ${shots.done + 1} of ${shots.of}, ${ofShot}`
}

const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)

export function stoppedSaid({ kind, says }: Problem): string {
  return kind === 'media_budget' ? `${says} Give them more room, and the rest comes.` : says
}

/** What there is of a session's pictures; null where there is nothing to say yet. */
export function sessionSaid({ here, notFilmed, missing, bytes }: SessionPictures): string | null {
  const words = [
    here > 0 && `${shotsSaid(here)} with pictures here, ${bytesSaid(bytes)}`,
    notFilmed > 0 && `${shotsSaid(notFilmed)} not filmed`,
    missing > 0 && here + notFilmed > 0 && `${shotsSaid(missing)} to come`,
  ].filter(word => word !== false)
  return words.length > 0 ? `${words.join(' · ')}.` : null
}
