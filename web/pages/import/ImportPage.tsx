import { Suspense, useEffect } from 'react'
import { useParams } from 'wouter'
import { navigate } from 'wouter/use-browser-location'
import type { Intake } from '../../import/intake.ts'
import { useArrival } from '../../import/react.tsx'
import { importAddress } from '../../ui/address.ts'
import { Card } from '../../ui/Card.tsx'
import { Page } from '../../ui/Page.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { useInstallFirst } from '../phone/InstallFirst.tsx'
import { AddReport } from './AddReport.tsx'
import { QueueList } from './QueueList.tsx'
import { ReportPage } from './ReportPage.tsx'
import './import.css'

/** The way in: what is added, what waits, and each report before it is taken into the history. */
export function ImportPage() {
  const isInstallFirst = useInstallFirst()
  const { queue_id } = useParams<{ queue_id?: string }>()
  // `shared` stands there only where nothing was shared: what was has left the address.
  if (queue_id !== undefined && queue_id !== 'shared' && !isInstallFirst)
    return <ReportPage key={queue_id} queue_id={queue_id} />
  return (
    <Page>
      <PageHead title="Add shots" />
      <Suspense>
        <Arrived />
      </Suspense>
      <AddReport />
      <QueueList />
      <section className="where">
        <h2>Where the link is</h2>
        <p>
          Open a report on my.uneekor.com, or the mail that tells of it, and copy its address. Words around it
          do no harm, and several may be pasted at once. From a phone’s share sheet, choose Rangebook.
        </p>
      </section>
      <section className="where">
        <h2>From another monitor</h2>
        <p>
          Export your shots as CSV in its app and choose the file here. Uneekor VIEW, Garmin and TrackMan are
          read by themselves; of any other you see each column before it is added.
        </p>
      </section>
    </Page>
  )
}

/** Arrivals that have led to their preview: going back to this page must not lead there again. */
const led = new WeakSet<Intake>()

/** The link or file that the app was opened with. */
function Arrived() {
  const arrival = useArrival()
  useEffect(() => {
    const first = arrival?.ids[0]
    if (!arrival || first === undefined || led.has(arrival)) return
    led.add(arrival)
    navigate(importAddress(first), { replace: true })
  }, [arrival])
  if (!arrival || arrival.problems.length === 0) return null
  return (
    <Card>
      {arrival.problems.map(({ says }) => (
        <p key={says} role="alert">
          {says}
        </p>
      ))}
    </Card>
  )
}
