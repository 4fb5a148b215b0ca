import { lazy, Suspense } from 'react'
import { SAMPLE } from '../../db/databases.ts'
import { useDb, useLive } from '../../db/react.tsx'
import { DataIcon, DeleteIcon, HistoryIcon } from '../../ui/icons.ts'
import { LineLink, Lines } from '../../ui/Line.tsx'
import { Page } from '../../ui/Page.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { WaysOut } from '../export/WaysOut.tsx'
import { AddReport } from '../import/AddReport.tsx'
import { QueueList } from '../import/QueueList.tsx'
import { SampleSection } from './SampleSection.tsx'
import { SetAsideSection } from './SetAsideSection.tsx'
import { StorageSection } from './StorageSection.tsx'
import './data.css'

const SameShotsCards = lazy(async () => ({
  default: (await import('../SameShotsCards.tsx')).SameShotsCards,
}))

/** What comes in, what is stored, and how it gets out again. */
export function DataPage() {
  const db = useDb()
  const storage = useLive('storage', null)
  return (
    <Page wide>
      <PageHead title="Data" />
      <div className="data">
        <div className="data-column">
          {/* An import of several sessions leads here where it brought doubles. */}
          <Suspense>
            <SameShotsCards />
          </Suspense>
          <StorageSection storage={storage} />
          <WaysOut />
          <SetAsideSection />
          <Lines>
            <LineLink href="/history" icon={HistoryIcon} under="Every step, and the way back from each">
              History
            </LineLink>
            <LineLink
              href="/trash"
              icon={DeleteIcon}
              under={
                storage && (storage.trash === 0 ? 'Empty' : `${storage.trash.toLocaleString('en')} in it`)
              }
            >
              Trash
            </LineLink>
            <LineLink
              href="/stores"
              icon={DataIcon}
              under="What this device and the cloud hold, side by side"
            >
              Stores
            </LineLink>
          </Lines>
        </div>
        <div className="data-column">
          {db.name !== SAMPLE && (
            <section className="stack">
              <h2>Add shots</h2>
              <AddReport />
            </section>
          )}
          <QueueList />
          <SampleSection />
        </div>
      </div>
    </Page>
  )
}
