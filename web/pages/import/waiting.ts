import type { QueueEntry } from '../../db/query.ts'
import type { QueueState } from '../../import/queue.ts'

export const KEPT_FOR_A_SIGNAL = 'Kept. It is fetched when there is a signal, also after a restart.'

/** What an entry of the queue is doing, in words. */
export function stateSaid(
  entry: Pick<QueueEntry, 'id' | 'state' | 'problem'>,
  fetching: QueueState['fetching'],
  online: boolean,
): string {
  switch (entry.state) {
    case 'ready':
      return 'Here. Have a look before it is added.'
    case 'failed':
      return entry.problem?.says ?? 'It could not be read.'
    case 'waiting':
      if (fetching?.id === entry.id) return fetchingSaid(fetching.received_bytes)
      if (!online) return KEPT_FOR_A_SIGNAL
      return entry.problem?.says ?? 'Next in line.'
    default:
      return entry.state satisfies never
  }
}

function fetchingSaid(received_bytes: number): string {
  const kb = Math.round(received_bytes / 1024)
  return kb === 0 ? 'Asking for the report.' : `Coming: ${kb.toLocaleString('en')} KB so far.`
}

/** The one to look at after this one: the next that is ready, in the order they came. */
export function nextReady(queue: readonly Pick<QueueEntry, 'id' | 'state'>[], id: string): string | null {
  return queue.find(entry => entry.state === 'ready' && entry.id !== id)?.id ?? null
}
