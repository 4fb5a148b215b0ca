import type { GroupKind, Measures } from '../schema/rows.ts'
import { decodeClub, needsQuestion } from './clubs.ts'
import { quantile } from './stats.ts'

/** Raised whenever a label or its shots would give another kind. */
export const GUESSER_VERSION = 1

export interface KindClues {
  /** Codes of the clubs chosen in the software. */
  readonly clubCodes: readonly string[]
  readonly shots: readonly Pick<Measures, 'ball_speed_mps'>[]
}

/** What kind of practice a group was, by the words of its label; else by its shots. A guess: one tap changes it. */
export function guessKind(label: string | null, clues: KindClues): GroupKind {
  const text = ` ${wordsOf(label ?? '')} `
  const [, kind] = WORDS.find(([pattern]) => pattern.test(text)) ?? [null, null]
  if (kind !== null) return kind
  return looksLikeRound(label, clues) ? 'round' : 'practice'
}

/**
 * The speeds of a whole bag, shot after shot: a course, where no two swings are alike. A wedge ladder and a
 * half swing stay below; under 18 shots nothing is said.
 */
export function speedsOfWholeBag(shots: readonly Pick<Measures, 'ball_speed_mps'>[]): boolean {
  const speeds = shots.map(shot => shot.ball_speed_mps).filter(speed => speed !== null)
  if (speeds.length < 18) return false
  const [low, high] = [quantile(speeds, 0.1), quantile(speeds, 0.9)]
  if (low === null || high === null || high < 2 * low) return false
  const steps = speeds.slice(1).map((speed, i) => Math.abs(speed - (speeds[i] ?? speed)) / high)
  return (quantile(steps, 0.5) ?? 0) > 0.15
}

/**
 * golf.md's words. A warm-up stays one whatever else is said; a test's words are rarer than a drill's, so
 * they win over "swing" and "path". Short words count only whole: "rd" in "Rd1", never in "third".
 */
const WORDS: readonly (readonly [RegExp, GroupKind])[] = [
  [/ warm| wm | wmup /, 'warm-up'],
  [/ (?:rd|rounds?|sgt|sim|tour) /, 'round'],
  [/ (?:challenges?|combine|tests?|bag mapping|gapping) /, 'test'],
  [
    / (?:drills?|paths?|towels?|trainers?|compressor|magnolia|swings?|focus|half|three quarters?) |[½¾]/,
    'drill',
  ],
]

/** Lower case, words apart from numbers and signs: "Sgt Rd1" → "sgt rd 1". */
function wordsOf(label: string): string {
  return label
    .slice(0, 200)
    .toLowerCase()
    .replace(/\b1\s*\/\s*2\b/g, '½')
    .replace(/\b3\s*\/\s*4\b/g, '¾')
    .replace(/(\p{L})(?=\p{N})|(\p{N})(?=\p{L})/gu, '$& ')
    .replace(/[^\p{L}\p{N}½¾]+/gu, ' ')
    .trim()
}

/** A course's name, or the software's own label with a club that nobody chose, over shots of a whole bag. */
function looksLikeRound(label: string | null, { clubCodes, shots }: KindClues): boolean {
  if (!speedsOfWholeBag(shots)) return false
  if (clubCodes.some(needsQuestion) || clubCodes.length > 3) return true
  // "IRON7 | MEDIUM" is the software's default label.
  const named = decodeClub((label ?? '').split('|')[0] ?? '')
  return named !== null && named.category === null && /\p{L}{3}/u.test(label ?? '')
}
