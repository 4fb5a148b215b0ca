import { useEffect } from 'react'
import { Page } from '../../ui/Page.tsx'
import { SampleButton } from '../data/SampleButton.tsx'
import { AddReport } from '../import/AddReport.tsx'
import { ExamplePicture } from './ExamplePicture.tsx'
import './welcome.css'

/** First sight: what this is, one field, and a way to look around without a link. */
export function WelcomePage() {
  useEffect(() => {
    document.title = 'Rangebook'
  }, [])
  return (
    <Page wide>
      <div className="welcome">
        <div className="welcome-says">
          <h1 tabIndex={-1}>Rangebook</h1>
          <p className="welcome-what">
            Paste the link of your launch-monitor report, and its shots are yours to clean, compare and keep.
          </p>
        </div>
        <ExamplePicture />
        <div className="welcome-add">
          <AddReport beside={<SampleButton />} />
          <p>
            Your shots stay on this device, also without a signal. Nothing leaves it but the call for the
            report.
          </p>
        </div>
      </div>
    </Page>
  )
}
