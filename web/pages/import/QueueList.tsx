import type { QueueEntry } from '../../db/query.ts'
import { useLive } from '../../db/react.tsx'
import { useImportQueue, useQueueState } from '../../import/react.tsx'
import { importAddress } from '../../ui/address.ts'
import { Button } from '../../ui/Button.tsx'
import { LineLink, Lines } from '../../ui/Line.tsx'
import { useAct } from '../act.tsx'
import { useOnline } from './online.ts'
import { stateSaid } from './waiting.ts'

/** Reports on their way in, but for one that the page is about. Shows nothing where none is. */
export function QueueList({ except }: { readonly except?: string }) {
  const queue = useLive('queue', null)?.filter(({ id }) => id !== except)
  if (!queue || queue.length === 0) return null
  return (
    <section aria-label="Reports on their way in">
      <h2 className="queue-title">On their way in</h2>
      <Lines>
        {queue.map(entry =>
          entry.state === 'ready' ? (
            <ReadyLine key={entry.id} entry={entry} />
          ) : (
            <WaitingLine key={entry.id} entry={entry} />
          ),
        )}
      </Lines>
    </section>
  )
}

export const entryName = ({
  report_id,
  key,
  file_name,
}: Pick<QueueEntry, 'report_id' | 'key' | 'file_name'>): string =>
  file_name ?? (key === null ? `Saved report ${report_id}` : `Report ${report_id}`)

function ReadyLine({ entry }: { readonly entry: QueueEntry }) {
  return (
    <LineLink href={importAddress(entry.id)} under={stateSaid(entry, null, true)}>
      <b>{entryName(entry)}</b>
    </LineLink>
  )
}

function WaitingLine({ entry }: { readonly entry: QueueEntry }) {
  const act = useAct()
  const { retry } = useImportQueue()
  const { fetching } = useQueueState()
  const online = useOnline()
  const name = entryName(entry)
  const failed = entry.state === 'failed'
  return (
    <li className="queue-line">
      <p>
        <b>{name}</b>
      </p>
      <p className={failed ? 'queue-failed' : 'soft'} role="status">
        {stateSaid(entry, fetching, online)}
      </p>
      <div className="queue-actions">
        {entry.key !== null && fetching?.id !== entry.id && online && (
          <Button look="quiet" onPress={() => retry(entry)}>
            Try now<span className="spoken"> {name}</span>
          </Button>
        )}
        <Button look="quiet" onPress={() => act({ kind: 'queue_remove', queue_id: entry.id })}>
          Remove<span className="spoken"> {name}</span>
        </Button>
      </div>
    </li>
  )
}
