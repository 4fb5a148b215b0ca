import { useState } from 'react'
import { hasHistory, ownDatabase, SAMPLE, switchTo } from '../../db/databases.ts'
import { useDb } from '../../db/react.tsx'
import { removeSample } from '../../import/sample.ts'
import { Button } from '../../ui/Button.tsx'
import { SampleButton } from './SampleButton.tsx'

/** The sample beside the golfer's own history: opened, left, removed. The two never mix. */
export function SampleSection() {
  const open = useDb().name === SAMPLE
  const [there, setThere] = useState(() => hasHistory(SAMPLE))
  const remove = async () => {
    await removeSample()
    setThere(false)
  }
  return (
    <section className="stack">
      <h2>Sample data</h2>
      <p>
        {open
          ? 'You are looking at the sample. Your own history is untouched, in a database of its own.'
          : 'Four months of one golfer who gets better, 2,000 shots, to try things on. In a database of its own: your history is untouched.'}
      </p>
      {open ? (
        <Button look="main" wide onPress={() => switchTo(ownDatabase())}>
          Back to my own shots
        </Button>
      ) : (
        <SampleButton />
      )}
      {there && (
        <Button look="quiet" wide onPress={remove}>
          Remove the sample from this device
        </Button>
      )}
    </section>
  )
}
