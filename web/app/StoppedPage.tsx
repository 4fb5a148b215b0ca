import { lazy, Suspense, useState } from 'react'
import type { Offer } from '../db/client.ts'
import type { Problem } from '../db/command.ts'
import { useDb } from '../db/react.tsx'
import { useAct } from '../pages/act.tsx'
import { ChooseFile } from '../pages/restore/ChooseFile.tsx'
import { useUpdate } from '../pwa/react.tsx'
import { Button } from '../ui/Button.tsx'
import { Page } from '../ui/Page.tsx'
import { PageHead } from '../ui/PageHead.tsx'
import { saveAs } from '../ui/saveAs.ts'
import './shell.css'

const SAYS: { readonly [offer in Offer]: { readonly button: string; readonly does: string } } = {
  reload: { button: 'Reload', does: 'Opens the app anew.' },
  last_good_copy: {
    button: 'Go on with the last good copy',
    does: 'What was saved after it and can still be read is added.',
  },
  put_back: { button: 'Put it back', does: 'Writes what this page still holds to the emptied store.' },
  export: {
    button: 'Download the file',
    does: 'What can still be read of the database, as a SQLite file, with the keys of your report links.',
  },
  start_afresh: {
    button: 'Start afresh',
    does: 'Begins an empty history. What was there is given up: download the file first.',
  },
}

const UnsafePage = lazy(async () => ({
  default: (await import('../pages/phone/UnsafePage.tsx')).UnsafePage,
}))

/** Instead of everything else: why the database can't be used, and what the golfer may do. */
export function StoppedPage({
  problem,
  offers,
}: {
  readonly problem: Problem
  readonly offers: readonly Offer[]
}) {
  const db = useDb()
  const act = useAct()
  const { update, apply } = useUpdate()
  const [busy, setBusy] = useState<Offer | null>(null)
  const [failed, setFailed] = useState<string | null>(null)
  const take = async (offer: Offer) => {
    setBusy(offer)
    setFailed(null)
    try {
      if (offer === 'reload') {
        // Where the newer build waits here, a reload alone would bring the older one again.
        if (update.kind === 'ready') await apply()
        else location.reload()
      }
      if (offer === 'export') saveAs(new Blob([await db.exportFile()]), 'rangebook.sqlite')
      if (offer !== 'reload' && offer !== 'export') await db.recover(offer)
    } catch (error) {
      setFailed(error instanceof Error ? error.message : String(error))
    } finally {
      setBusy(null)
    }
  }
  const beginWith = async (file: File) => {
    setBusy('start_afresh')
    setFailed(null)
    try {
      await db.previewRestore(file)
      await db.recover('start_afresh')
      // The page is the app's again by then: its notice says what came of it.
      await act({ kind: 'restore', file, truth: false })
    } catch (error) {
      setFailed(error instanceof Error ? error.message : String(error))
    } finally {
      setBusy(null)
    }
  }
  if (problem.kind === 'unsafe_address') {
    return (
      <main className="stopped">
        <Suspense>
          <UnsafePage />
        </Suspense>
      </main>
    )
  }
  return (
    <main className="stopped">
      <Page>
        <PageHead title="Your history can't be opened" />
        <p role="alert">{problem.says}</p>
        {problem.kind === 'no_wasm' && <NoWasm />}
        {offers.map((offer, i) => (
          <div key={offer} className="offer">
            <Button
              look={i === 0 ? 'main' : 'plain'}
              wide
              disabled={busy !== null}
              onPress={() => {
                take(offer)
              }}
            >
              {SAYS[offer].button}
            </Button>
            <p>{SAYS[offer].does}</p>
          </div>
        ))}
        {offers.includes('start_afresh') && (
          <div className="offer">
            <ChooseFile look="plain" disabled={busy !== null} onChoose={beginWith}>
              Restore a backup file
            </ChooseFile>
            <p>Begins anew with what the file holds. It is read and checked before anything is given up.</p>
          </div>
        )}
        {busy === 'start_afresh' && <p role="status">Reading the file…</p>}
        {failed && <p role="alert">That did not work: {failed}</p>}
      </Page>
    </main>
  )
}

function NoWasm() {
  return (
    <ul className="cures">
      <li>
        <b>iPhone or iPad in Lockdown Mode.</b> In Safari tap the page menu beside the address, then Website
        Settings, and switch Lockdown Mode off for this site. For the installed app: Settings, Privacy &amp;
        Security, Lockdown Mode, Configure Web Browsing, and switch Rangebook off there. All else stays
        locked.
      </li>
      <li>
        <b>Another browser.</b> Allow WebAssembly for this site in its settings, or open Rangebook in a
        browser that has it, and restore your backup there.
      </li>
    </ul>
  )
}
