import { type CoachTool, coachTools } from '../../../../shared/golf/coachTools.ts'
import { useSettings } from '../../../ui/settings.ts'

/** All that a question may take with it, before the first is sent and at any time after. */
export function Leaves({ notes }: { readonly notes: boolean }) {
  const { handedness, distance, speed } = useSettings()
  const named = ({ name }: CoachTool) => name.replace('_', ' ')
  return (
    <>
      <ul>
        <li>Your question, and the three before it with their answers.</li>
        <li>
          Your hand ({handedness}), units ({distance}, {speed}) and today’s date.
        </li>
        <li>
          What Gemini then looks at, each time shown under the answer:{' '}
          {coachTools
            .filter(({ name }) => name !== 'notes')
            .map(named)
            .join(', ')}
          : medians, spreads, counts, dates, names of clubs, your goals; by a query also single shots, in
          figures alone.
        </li>
        {notes && <li>Your notes of sessions and shots, the newest twenty, where it asks for them.</li>}
      </ul>
      <p>
        No links or their keys, no e-mail, {notes ? '' : 'no notes, '}no labels or tags, no pictures. The way
        is: this device, this app’s own server, Google.
      </p>
    </>
  )
}
