import type { SessionLine } from '../../db/query.ts'
import { useDisplay } from '../../ui/display.ts'
import { LineButton, Lines } from '../../ui/Line.tsx'
import { Sheet } from '../../ui/Sheet.tsx'

/** Which of the chosen sessions takes in the others. */
export function MergeSheet({
  open,
  onClose,
  sessions,
  onMerge,
}: {
  readonly open: boolean
  readonly onClose: () => void
  readonly sessions: readonly SessionLine[]
  readonly onMerge: (into: string) => void
}) {
  const display = useDisplay()
  return (
    <Sheet open={open} title="Which one takes in the others?" onClose={onClose}>
      <p>It keeps its name and date. What arrives later for the others comes to it too.</p>
      <Lines>
        {sessions.map(({ id, title, practice_date, shots }) => (
          <LineButton
            key={id}
            onPress={() => onMerge(id)}
            under={display.date(practice_date)}
            end={<span className="soft num">{shots} shots</span>}
          >
            {title}
          </LineButton>
        ))}
      </Lines>
    </Sheet>
  )
}
