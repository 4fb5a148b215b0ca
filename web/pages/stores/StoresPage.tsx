import type { Account } from '../../sync/account.ts'
import { useAccount } from '../../sync/react.tsx'
import { Track } from '../../ui/Bar.tsx'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { Page } from '../../ui/Page.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { CloudSql } from '../cloud/CloudSql.tsx'
import { Wrong } from '../cloud/Wrong.tsx'
import { BackfillCard } from './BackfillCard.tsx'
import { SameCard } from './SameCard.tsx'
import { SideBySide } from './SideBySide.tsx'
import { type Doing, useStores } from './useStores.ts'
import './stores.css'

/** What each store holds, where they differ, and the cure. */
export function StoresPage() {
  const account = useAccount()
  const stores = useStores()
  const { device, measured, warehouse, doing, problem } = stores
  const there = storeNamed(account)
  return (
    <Page>
      <PageHead title="Stores" back={{ href: '/data', says: 'Data' }} />
      {!account?.signed_in && (
        <section className="stack">
          <p>Your history lies on this device alone.</p>
          <ButtonLink wide href="/settings/cloud">
            Keep it in a cloud too
          </ButtonLink>
        </section>
      )}
      {doing && <Going doing={doing} there={there} onStop={stores.stop} />}
      {problem && (
        <Wrong problem={problem} onRetry={stores.compare}>
          {problem.kind === 'not_set_up' ? <CloudSql onAgain={stores.compare} /> : undefined}
        </Wrong>
      )}
      {measured && !doing && <SameCard stores={stores} measured={measured} there={there} />}
      {!doing && <BackfillCard onPress={stores.backfill} />}
      {warehouse && !doing && <WarehouseCard waiting={warehouse.waiting} onFill={stores.fill} />}
      {device && (
        <SideBySide
          device={device}
          cloud={measured?.cloud ?? null}
          there={there}
          warehouse={warehouse?.holds ?? null}
        />
      )}
    </Page>
  )
}

/** At the beginning of a column. */
const storeNamed = (account: Account | null): string => (account?.kind === 'hub' ? 'The server' : 'The cloud')

/** What the cloud has and the warehouse has not, as nobody has filled it since. */
function WarehouseCard({ waiting, onFill }: { readonly waiting: number; readonly onFill: () => void }) {
  if (waiting === 0) return null
  return (
    <Card>
      <section className="stack" aria-label="The warehouse">
        <p>
          {waiting.toLocaleString('en')} {waiting === 1 ? 'change has' : 'changes have'} come since the
          warehouse was last filled.
        </p>
        <Button wide onPress={onFill}>
          Fill it now
        </Button>
      </section>
    </Card>
  )
}

function Going({
  doing: { what, progress },
  there,
  onStop,
}: {
  readonly doing: Doing
  readonly there: string
  readonly onStop: () => void
}) {
  const says = {
    syncing: 'Sending and fetching what waits',
    comparing: `Comparing this device with ${there.toLowerCase()}, row by row`,
    repairing: 'Fetching and sending what differs',
    reading: 'Reading what is kept again',
    filling: 'Filling the warehouse',
  }[what]
  return (
    <section className="stack" role="status">
      <p>{says}. Stopped now, nothing is lost.</p>
      <Track label={says} {...progress} />
      <Button wide onPress={onStop}>
        Stop
      </Button>
    </section>
  )
}
