/** One worker a rival, as in the product; the runner calls `bench` in this page. */
import type { Task, Timing } from './worker.ts'

declare global {
  interface Window {
    bench: (task: Task) => Promise<Timing>
  }
}

const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })

window.bench = task =>
  new Promise((resolve, reject) => {
    worker.onmessage = (event: MessageEvent<Timing | { readonly failed: string }>) =>
      'failed' in event.data ? reject(new Error(event.data.failed)) : resolve(event.data)
    worker.onerror = event => reject(new Error(event.message))
    worker.postMessage(task)
  })
