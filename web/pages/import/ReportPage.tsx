import { lazy, Suspense, useState } from 'react'
import { navigate } from 'wouter/use-browser-location'
import type { QueueEntry } from '../../db/query.ts'
import { useLive } from '../../db/react.tsx'
import { useImportQueue, useQueueState } from '../../import/react.tsx'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { Page } from '../../ui/Page.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { useAct } from '../act.tsx'
import { useOnline } from './online.ts'
import { Preview } from './Preview.tsx'
import { entryName, QueueList } from './QueueList.tsx'
import { stateSaid } from './waiting.ts'

const FilePage = lazy(async () => ({ default: (await import('./file/FilePage.tsx')).FilePage }))

/** One report on its way in: coming, failed, or here to be looked at. */
export function ReportPage({ queue_id }: { readonly queue_id: string }) {
  const queue = useLive('queue', null)
  const entry = queue?.find(({ id }) => id === queue_id)
  /** Being added: it leaves the queue a moment before its session opens. */
  const [isGoing, setIsGoing] = useState(false)
  const opening = (
    <Page>
      <PageHead title="Your report" />
    </Page>
  )
  if (!queue || (!entry && isGoing)) return opening
  if (!entry) return <GonePage />
  if (entry.file_name !== null) {
    return (
      <Suspense fallback={opening}>
        <FilePage entry={entry} queue={queue} onGoing={setIsGoing} />
      </Suspense>
    )
  }
  if (entry.state === 'ready') return <Preview entry={entry} queue={queue} onGoing={setIsGoing} />
  return <ComingPage entry={entry} more={queue.length > 1} />
}

function ComingPage({ entry, more }: { readonly entry: QueueEntry; readonly more: boolean }) {
  const act = useAct()
  const { retry } = useImportQueue()
  const { fetching } = useQueueState()
  const online = useOnline()
  const failed = entry.state === 'failed'
  const isComing = fetching?.id === entry.id || (online && entry.problem === null)
  const title = failed ? 'This report did not come' : isComing ? 'Your report is coming' : 'Your link is kept'
  const remove = async () => {
    const outcome = await act({ kind: 'queue_remove', queue_id: entry.id })
    if (outcome.ok) navigate('/import', { replace: true })
  }
  return (
    <Page>
      <PageHead title={title} back={{ href: '/import', says: 'Back to adding' }} />
      <p className="coming" role={failed ? 'alert' : 'status'}>
        {stateSaid(entry, fetching, online)}
      </p>
      <p>
        {entryName(entry)}.{!failed && ' You may leave this page: it goes on by itself.'}
      </p>
      <div className="stack">
        {entry.key !== null && fetching?.id !== entry.id && online && (
          <Button look="main" wide onPress={() => retry(entry)}>
            Try now
          </Button>
        )}
        {failed && (
          <ButtonLink wide href="/import">
            Paste another link
          </ButtonLink>
        )}
        <ButtonLink look={failed ? 'quiet' : 'plain'} wide href="/">
          To your sessions
        </ButtonLink>
        <Button look="quiet" wide onPress={remove}>
          Remove this link
        </Button>
      </div>
      {more && <QueueList except={entry.id} />}
    </Page>
  )
}

function GonePage() {
  return (
    <Page>
      <PageHead title="Your report" back={{ href: '/import', says: 'Back to adding' }} />
      <Empty
        title="Nothing waits here"
        action={
          <div className="row">
            <ButtonLink look="main" href="/">
              To your sessions
            </ButtonLink>
            <ButtonLink look="quiet" href="/import">
              Add shots
            </ButtonLink>
          </div>
        }
      >
        This report was added already, or taken off the list.
      </Empty>
      <QueueList />
    </Page>
  )
}
