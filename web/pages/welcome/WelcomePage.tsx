import { useEffect } from 'react'
import { useInstall } from '../../pwa/react.tsx'
import { ButtonLink } from '../../ui/Button.tsx'
import { Page } from '../../ui/Page.tsx'
import { SampleButton } from '../data/SampleButton.tsx'
import { AddReport } from '../import/AddReport.tsx'
import { ExamplePicture } from './ExamplePicture.tsx'
import './welcome.css'

/** The installed app begins empty, whatever a tab on the same iPhone holds. */
function BringHistory() {
  const { way } = useInstall()
  if (way !== 'installed') return null
  return (
    <ButtonLink wide href="/restore">
      Bring your history
    </ButtonLink>
  )
}

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
          <BringHistory />
          <p>
            Your shots stay on this device, also without a signal. Nothing leaves it but the call for the
            report. Is your history on another device? <a href="/settings/cloud">Get it from there</a>.
          </p>
        </div>
      </div>
    </Page>
  )
}
