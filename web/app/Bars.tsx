import { useLive } from '../db/react.tsx'
import { Bar } from '../ui/Bar.tsx'

/** What goes on beside the page: each a slim bar that can be opened and left alone. */
export function Bars() {
  return <QueueBar />
}

/** Links that wait for a signal, or for the golfer. The import page itself needs no bar of it. */
function QueueBar() {
  const queue = useLive('queue', null)
  if (!queue || queue.length === 0 || location.pathname.startsWith('/import')) return null
  const ready = queue.filter(entry => entry.state === 'ready').length
  const failed = queue.filter(entry => entry.state === 'failed').length
  const waiting = queue.length - ready - failed
  const words = [
    ready > 0 && `${ready} ready to look at`,
    waiting > 0 && `${waiting} waiting`,
    failed > 0 && `${failed} failed`,
  ].filter(Boolean)
  const only = queue.length === 1 ? queue[0] : undefined
  return (
    <Bar href={only ? `/import/${only.id}` : '/import'}>
      {queue.length === 1 ? 'Import' : 'Imports'}: {words.join(', ')}
    </Bar>
  )
}
