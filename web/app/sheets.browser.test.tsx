import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { navigate } from 'wouter/use-browser-location'
import { Sheet } from '../ui/Sheet.tsx'
import { useScrollMemory } from './scroll.ts'

let root: Root
let home: string

/** A page whose open sheet is `sheet`; closing says so by `onClose`. */
function PageWithSheets({ sheet, onClose }: { sheet: string | null; onClose: () => void }) {
  useScrollMemory()
  return (
    <main>
      {['first', 'second'].map(name => (
        <Sheet key={name} open={sheet === name} title={name} onClose={onClose}>
          words
        </Sheet>
      ))}
    </main>
  )
}

const openTitles = () => [...document.querySelectorAll('dialog[open] h2')].map(heading => heading.textContent)
let show: (sheet: string | null) => Promise<void>

beforeEach(async () => {
  home = location.href
  history.pushState(null, '', '/before')
  history.pushState(null, '', '/page')
  const element = document.createElement('div')
  document.body.append(element)
  root = createRoot(element)
  show = async sheet => {
    root.render(<PageWithSheets sheet={sheet} onClose={() => show(null)} />)
    await vi.waitFor(() => expect(openTitles()).toEqual(sheet === null ? [] : [sheet]))
  }
  await show(null)
})

afterEach(() => {
  root.unmount()
  history.pushState(null, '', home)
})

test('the back button closes a sheet and stays on the page', async () => {
  await show('first')
  history.back()
  await vi.waitFor(() => expect(openTitles()).toEqual([]))
  expect(location.pathname).toBe('/page')
})

test('after a sheet was closed, the back button leads to the page before', async () => {
  await show('first')
  await show(null)
  history.back()
  await vi.waitFor(() => expect(location.pathname).toBe('/before'))
})

test('a sheet that opens as another closes stays open', async () => {
  await show('first')
  await show('second')
  history.back()
  await vi.waitFor(() => expect(openTitles()).toEqual([]))
  expect(location.pathname).toBe('/page')
})

test('a page opened as the sheet closes is not taken back', async () => {
  await show('first')
  await show(null)
  navigate('/next')
  history.back()
  await vi.waitFor(() => expect(location.pathname).toBe('/page'))
  history.back()
  await vi.waitFor(() => expect(location.pathname).toBe('/before'))
})

test('an address that changed in the sheet stays when the back button closes it', async () => {
  await show('first')
  navigate('/page?kind=drill', { replace: true, state: history.state })
  // At once: before the page has drawn itself anew.
  history.back()
  await vi.waitFor(() => expect(openTitles()).toEqual([]))
  expect(location.search).toBe('?kind=drill')
})
