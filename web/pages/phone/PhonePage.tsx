import { ButtonLink } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { Page } from '../../ui/Page.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { reachOf } from './address.ts'
import { QrCode } from './QrCode.tsx'
import { WaysToHttps } from './WaysToHttps.tsx'
import './phone.css'

/** How this Rangebook gets onto the phone that goes to the range. */
export function PhonePage() {
  const { origin } = location
  const reach = reachOf(location)
  return (
    <Page>
      <PageHead title="On your phone" back={{ href: '/settings', says: 'Settings' }} />
      {reach === 'phone' ? (
        <>
          <p>This address works on a phone. Point its camera here:</p>
          <QrCode text={`${origin}/`} label={`QR code of ${origin}`} />
          <p className="qr-address">{origin}</p>
          <ol className="steps">
            <li>Open the address on the phone. If it warns of a certificate, it does not trust yours yet.</li>
            <li>Install Rangebook there, so that it opens without a signal.</li>
            <li>
              Your shots do not go along by themselves, and each address has a history of its own: where they
              are now, <a href="/data">make a backup</a>, and restore it there.
            </li>
          </ol>
        </>
      ) : (
        <>
          <Card>
            <p>
              <b className="qr-address">{origin}</b>{' '}
              {reach === 'this_machine'
                ? 'is this computer alone: a phone does not reach it.'
                : 'is not safe (https): a phone’s browser keeps no history there.'}
            </p>
          </Card>
          <h2>Three ways to an https address</h2>
          <p>
            A phone needs one. Open Rangebook by it here too, and this page shows it as a code for the phone’s
            camera. It begins with a history of its own: a <a href="/data">backup</a> brings yours there.
          </p>
          <WaysToHttps />
        </>
      )}
      <ButtonLink wide href="/install">
        How it is installed
      </ButtonLink>
    </Page>
  )
}
