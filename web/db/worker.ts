/**
 * The script that a database's worker begins with, and nothing else: working.ts does the work. No script of its own
 * may import the one that it began with, as WebKit takes that for another, loads it again and runs it a second time.
 */
// The types of a page are not those of a worker.
declare const self: EventTarget & { onmessage: ((event: MessageEvent) => void) | null }

const early: MessageEvent[] = []
self.onmessage = event => {
  early.push(event)
}
await import('./working.ts')
for (const { data } of early) self.dispatchEvent(new MessageEvent('message', { data }))

export {}
