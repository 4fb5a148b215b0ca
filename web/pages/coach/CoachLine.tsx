import { sayFinding } from '../../../shared/golf/findingsWords.ts'
import { useLive } from '../../db/react.tsx'
import { LineLink, Lines } from '../../ui/Line.tsx'
import { useSettings } from '../../ui/settings.ts'
import { useClubs } from '../clubs.ts'

/** In a session: the dearest finding of its own shots, if there is one. */
export function CoachLine({ session_id }: { readonly session_id: string }) {
  const answer = useLive('findings', { session_id, excluded: false })
  const clubs = useClubs()
  const settings = useSettings()
  const [first] = answer?.findings ?? []
  if (!first) return null
  const { title, goal } = sayFinding(first, id => clubs(id).name, settings)
  return (
    <section className="coach-line" aria-label="Coach">
      <Lines>
        <LineLink href={`/coach?session=${encodeURIComponent(session_id)}`} under={`Done when: ${goal}`}>
          {title}
        </LineLink>
      </Lines>
    </section>
  )
}
