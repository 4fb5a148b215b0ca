import { act, StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { afterEach, expect, test } from 'vitest'
import { type Db, openDb } from './client.ts'
import { removeDatabase } from './databases.ts'
import { storageHealth } from './health.ts'
import { DbProvider, useDbState, useLive } from './react.tsx'

const undo: (() => void | Promise<void>)[] = []
afterEach(async () => {
  for (const step of undo.splice(0)) await step()
})

function Notes() {
  const state = useDbState()
  // A new object each time: parameters are compared by value.
  const tags = useLive('tags', null)
  return (
    <p>
      {state.kind} {tags?.map(({ tag }) => tag).join(' ')}
    </p>
  )
}

async function shown(text: string): Promise<void> {
  const element = document.querySelector('#live')
  while (element?.textContent !== text) {
    await act(() => new Promise(resolve => requestAnimationFrame(resolve)))
  }
}

test('a component shows what is there, and each commit after it, in strict mode too', async () => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })
  const db: Db = openDb('react', {
    version: 1,
    startWorker: () => new Worker(new URL('./testing/worker.ts', import.meta.url), { type: 'module' }),
  })
  const element = document.createElement('div')
  element.id = 'live'
  document.body.append(element)
  const root = createRoot(element)
  undo.push(
    () => act(() => root.unmount()),
    () => element.remove(),
    () => db.close(),
    () => removeDatabase('react'),
  )
  await act(() =>
    root.render(
      <StrictMode>
        <DbProvider db={db}>
          <Notes />
        </DbProvider>
      </StrictMode>,
    ),
  )
  expect(element.textContent).toBe('opening ')
  await shown('ready ')
  for (const name of ['a', 'b']) {
    await db.run({ kind: 'add_club', new_id: name, name, category: 'iron', loft_deg: null })
  }
  await shown('ready a b')
})

test('the storage tells how full it is', async () => {
  const health = await storageHealth()
  expect(health.quota_bytes).toBeGreaterThan(0)
  expect([true, false, 'asked']).toContain(health.persisted)
})
