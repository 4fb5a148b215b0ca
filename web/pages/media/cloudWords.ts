/** What becomes of pictures and a cloud, in the golfer's words. */
import type { FilesState } from '../../sync/fileSync.ts'
import type { Sending } from '../../sync/sending.ts'

/** How many of this device's pictures are in the cloud, and what the rest waits for. */
export function sendingSaid({ here, stored, now }: FilesState, sending: Sending, wifi: boolean): string {
  if (stored >= here) return `All ${count(here)} pictures of this device are in the cloud.`
  const said = `${count(stored)} of ${count(here)} pictures of this device are in the cloud.`
  if (now.kind === 'sending') return `${said} Sending.`
  if (sending.paused) return `${said} Paused.`
  return sending.when === 'wifi' && !wifi ? `${said} The rest waits for wifi.` : said
}

export const damagedSaid = (files: number): string =>
  `${files === 1 ? 'A file' : `${count(files)} files`} in the cloud ${files === 1 ? 'is' : 'are'} damaged, and ${files === 1 ? 'was' : 'were'} not kept. Pictures come from Uneekor instead, where a link is known.`

const count = (n: number): string => n.toLocaleString('en')
