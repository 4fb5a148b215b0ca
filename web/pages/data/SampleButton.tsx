import { useState } from 'react'
import { navigate } from 'wouter/use-browser-location'
import type { Progress } from '../../db/client.ts'
import { ProblemError } from '../../db/problems.ts'
import { openSample } from '../../import/sample.ts'
import { Track } from '../../ui/Bar.tsx'
import { Button } from '../../ui/Button.tsx'
import { useNotices } from '../../ui/Notices.tsx'
import './sample.css'

/** Opens the sample: a golfer's four months, in a database of their own. */
export function SampleButton() {
  const notices = useNotices()
  const [progress, setProgress] = useState<Progress | null>(null)
  const open = async () => {
    setProgress({ done: 0, of: 1 })
    try {
      await openSample(setProgress)
      navigate('/')
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
      notices.problem({ says: error.problem.says })
    } finally {
      setProgress(null)
    }
  }
  return (
    <div className="sample-button">
      <Button wide disabled={progress !== null} onPress={open}>
        {progress ? 'Making it' : 'Try sample data'}
      </Button>
      {progress && <Track label="Making the sample" {...progress} />}
    </div>
  )
}
