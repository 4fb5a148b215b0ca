import { Page } from '../../ui/Page.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { SampleButton } from '../data/SampleButton.tsx'
import { WaysToHttps } from './WaysToHttps.tsx'
import './phone.css'

/** Instead of the golfer's own history, over plain HTTP from another machine: nothing kept there would last. */
export function UnsafePage() {
  return (
    <Page>
      <PageHead title="This address can’t keep your shots" />
      <p>
        You opened <b className="qr-address">{location.origin}</b>. Browsers let a page keep a history, work
        without a signal and be installed only at a safe address: one with https, or localhost on the computer
        itself. So nothing is imported here: it would be left behind.
      </p>
      <SampleButton />
      <p className="soft">A golfer’s four months to look at. It works here too.</p>
      <h2>How to get a safe address</h2>
      <WaysToHttps />
    </Page>
  )
}
