/** What becomes of pictures and a cloud, in the golfer's words. */
import type { FilesState } from '../../sync/fileSync.ts'
import type { Sending } from '../../sync/sending.ts'

export type Where = 'in the cloud' | 'on the server'

/** How many of this device's pictures are there, and what the rest waits for. */
export function sendingSaid(
  { here, stored, now }: FilesState,
  sending: Sending,
  where: Where,
  wifi: boolean,
): string {
  if (stored >= here)
    return `${here === 1 ? 'The picture' : `All ${count(here)} pictures`} of this device ${here === 1 ? 'is' : 'are'} ${where}.`
  const said = `${count(stored)} of ${count(here)} pictures of this device are ${where}.`
  if (now.kind === 'sending') return `${said} Sending.`
  if (sending.paused) return `${said} Paused.`
  return sending.when === 'wifi' && !wifi ? `${said} The rest waits for wifi.` : said
}

export const damagedSaid = (files: number, where: Where): string =>
  `${files === 1 ? 'A file' : `${count(files)} files`} ${where} ${files === 1 ? 'is' : 'are'} damaged or lost. Pictures come from Uneekor instead, where a link is known.`

const count = (n: number): string => n.toLocaleString('en')
