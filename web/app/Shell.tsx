import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react'
import { useLocation } from 'wouter'
import { useDbState } from '../db/react.tsx'
import { useAct } from '../pages/act.tsx'
import { useAccount } from '../sync/react.tsx'
import { useKeys } from '../ui/keys.ts'
import { WhenOpened } from '../ui/WhenOpened.tsx'
import { Bars } from './Bars.tsx'
import { Boundary } from './Boundary.tsx'
import { followLinksInApp } from './links.ts'
import { bottomPlaces, isAt, type Place, sidePlaces } from './places.ts'
import { StoppedPage } from './StoppedPage.tsx'
import { useScrollMemory } from './scroll.ts'
import './shell.css'

const KeysSheet = lazy(async () => ({ default: (await import('./KeysSheet.tsx')).KeysSheet }))

const CloudChip = lazy(async () => ({ default: (await import('../pages/cloud/CloudChip.tsx')).CloudChip }))

/** What stands around every page: the places to go, the bars, the keys. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const [path, navigate] = useLocation()
  const state = useDbState()
  const act = useAct()
  const account = useAccount()
  const [keysOpen, setKeysOpen] = useState(false)
  useScrollMemory()
  useEffect(followLinksInApp, [])
  const redo = () => act({ kind: 'redo_last' })
  useKeys({
    '/': () => {
      const search = document.querySelector<HTMLInputElement>('main input[type=search]')
      if (search) search.focus()
      else navigate('/?search')
    },
    u: () => act({ kind: 'undo_last' }),
    U: redo,
    '?': () => setKeysOpen(true),
  })
  if (state.kind === 'stopped') return <StoppedPage problem={state.problem} offers={state.offers} />
  return (
    <div className="shell">
      <button type="button" className="skip" onClick={() => document.getElementById('main')?.focus()}>
        Skip to the page
      </button>
      <div className="side">
        <a className="wordmark" href="/">
          Rangebook
        </a>
        <Places label="Places" places={sidePlaces} path={path} />
      </div>
      <div className="middle">
        <Bars />
        <main id="main" tabIndex={-1}>
          <Boundary key={path}>{children}</Boundary>
        </main>
      </div>
      <div className="bottom">
        <Places label="Places" places={bottomPlaces} path={path} />
      </div>
      <Suspense>{account?.signed_in && <CloudChip />}</Suspense>
      <WhenOpened open={keysOpen}>
        <KeysSheet open={keysOpen} onClose={() => setKeysOpen(false)} />
      </WhenOpened>
    </div>
  )
}

function Places({
  label,
  places,
  path,
}: {
  readonly label: string
  readonly places: readonly Place[]
  readonly path: string
}) {
  return (
    <nav aria-label={label}>
      {places.map(place => {
        const { href, says, icon: Icon } = place
        return (
          <a key={href} href={href} aria-current={isAt(place, path) ? 'page' : undefined}>
            <Icon aria-hidden={true} />
            <span>{says}</span>
          </a>
        )
      })}
    </nav>
  )
}
