import { useEffect, useState } from 'react'
import { ownDatabase, SAMPLE, switchTo } from '../../db/databases.ts'
import { useDb } from '../../db/react.tsx'
import { useAccount, useCloudOf } from '../../sync/react.tsx'
import { Button } from '../../ui/Button.tsx'
import { Page } from '../../ui/Page.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { Histories } from './Histories.tsx'
import { InUse } from './InUse.tsx'
import { TurnOn } from './TurnOn.tsx'
import './cloud.css'

/** One history on several devices: turned on, seen at work, left. */
export function CloudPage() {
  const db = useDb()
  return (
    <Page>
      <PageHead title="Cloud" back={{ href: '/settings', says: 'Settings' }} />
      {db.name === SAMPLE ? <NotTheSample /> : <OwnCloud />}
    </Page>
  )
}

function NotTheSample() {
  return (
    <section className="stack">
      <p>You are looking at the sample, which stays on this device. A cloud is for your own history.</p>
      <Button look="main" wide onPress={() => switchTo(ownDatabase())}>
        Back to my own shots
      </Button>
    </section>
  )
}

function OwnCloud() {
  const account = useAccount()
  const { takeCode } = useCloudOf()
  const [code, setCode] = useState<string | null>(null)
  const [another, setAnother] = useState(false)
  useEffect(() => {
    setCode(takeCode())
  }, [takeCode])
  const joins = code !== null
  if (!account?.signed_in || another || joins) {
    const stay = () => {
      setCode(null)
      setAnother(false)
    }
    return (
      <>
        <TurnOn key={code} account={account} code={code} onDone={stay} />
        {account?.signed_in && (
          <Button wide onPress={stay}>
            Stay with the cloud in use
          </Button>
        )}
        <Histories />
      </>
    )
  }
  return (
    <>
      <InUse account={account} onAnother={() => setAnother(true)} />
      <Histories />
    </>
  )
}
