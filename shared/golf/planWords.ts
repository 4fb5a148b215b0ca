/** A practice in words, to be read at arm's length between two balls. */
import { type ClubName, goalSaid, sayFinding } from './findingsWords.ts'
import type { Part } from './plan.ts'
import type { UnitSettings } from './units.ts'

export interface PartSaid {
  readonly title: string
  readonly says: string
  /** How it is counted; null where nothing is. */
  readonly counts: string | null
}

export function sayPart(part: Part, clubName: ClubName, settings: UnitSettings): PartSaid {
  const { kind, balls, club_ids, finding } = part
  const clubs = club_ids.map(clubName).join(', ')
  const goal = part.goal ? goalSaid(part.goal, settings) : null
  // A spread is seen over all balls: none of them counts by itself.
  const isCounted = part.goal === null || part.goal.times !== null
  const counts = goal ?? 'How many would have held the fairway or the green?'
  const tested = {
    counts: isCounted ? `${counts.charAt(0).toUpperCase()}${counts.slice(1)}` : null,
    over: isCounted ? '' : ` Goal: ${goal}`,
  }
  switch (kind) {
    case 'warm-up':
      return {
        title: 'Warm up',
        says: 'Stretch, then easy swings from the shortest club up. They count nowhere.',
        counts: null,
      }
    case 'cold test':
      return {
        title: 'Cold test',
        says: `${balls} balls with ${clubs || 'any club'}, whole routine, no screen: as on the first tee.${tested.over}`,
        counts: tested.counts,
      }
    case 'block':
      return finding
        ? {
            title: sayFinding(finding, clubName, settings).title,
            says: `${sayFinding(finding, clubName, settings).drill} Look at the figure after each ball, later after each third. Goal: ${goal}`,
            counts: isCounted ? 'Count the balls within the goal.' : null,
          }
        : goal
          ? {
              title: `${clubs}: your goal`,
              says: `Look at the figure after each ball, later after each third. Goal: ${goal}`,
              counts: 'Count the balls within the goal.',
            }
          : {
              title: 'Start line',
              says: `Gate of two sticks 2 to 3 m ahead${clubs && `, ${clubs}`}: nine-to-three swings first, full ones then.`,
              counts: 'Count the balls that pass.',
            }
    case 'serial':
      return {
        title: 'By turns',
        says: `One ball with each, round and round: ${clubs || 'three clubs of the bag'}. Another target each time.`,
        counts: null,
      }
    case 'random':
      return {
        title: 'Game',
        says: `Never the same club twice: ${clubs || 'any'}. Play the holes that you know, a new target and the whole routine each ball.`,
        counts: 'A point for each ball within your usual spread. Write the score down.',
      }
    case 'test':
      return {
        title: 'Test again',
        says: `${balls} balls with ${clubs || 'any club'}, as in the cold test. A gain within one practice is no proof: the next cold test is.${tested.over}`,
        counts: tested.counts,
      }
    case 'notes':
      return {
        title: 'Notes',
        says: 'What felt different, and what the ball did. Import the session: the coach compares it with the goal.',
        counts: null,
      }
    default:
      return kind satisfies never
  }
}
