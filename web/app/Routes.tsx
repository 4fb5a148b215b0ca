import { lazy, Suspense, useEffect } from 'react'
import { Route, Switch } from 'wouter'
import { Page } from '../ui/Page.tsx'
import { HomePage } from './HomePage.tsx'
import { NotFoundPage } from './NotFoundPage.tsx'

// Each page below the first is a chunk of its own.
const loadSession = () => import('../pages/session/SessionPage.tsx')
const loadShot = () => import('../pages/shot/ShotPage.tsx')
const SessionPage = lazy(async () => ({ default: (await loadSession()).SessionPage }))
const ShotPage = lazy(async () => ({ default: (await loadShot()).ShotPage }))
const ImportPage = lazy(async () => ({
  default: (await import('../pages/import/ImportPage.tsx')).ImportPage,
}))
const BagPage = lazy(async () => ({ default: (await import('../pages/bag/BagPage.tsx')).BagPage }))
const ClubPage = lazy(async () => ({ default: (await import('../pages/bag/ClubPage.tsx')).ClubPage }))
const AnalysisPage = lazy(async () => ({
  default: (await import('../pages/analysis/AnalysisPage.tsx')).AnalysisPage,
}))
const CoachPage = lazy(async () => ({ default: (await import('../pages/coach/CoachPage.tsx')).CoachPage }))
const AskPage = lazy(async () => ({ default: (await import('../pages/coach/ask/AskPage.tsx')).AskPage }))
const PlanPage = lazy(async () => ({ default: (await import('../pages/coach/PlanPage.tsx')).PlanPage }))
const DataPage = lazy(async () => ({ default: (await import('../pages/data/DataPage.tsx')).DataPage }))
const SettingsPage = lazy(async () => ({
  default: (await import('../pages/settings/SettingsPage.tsx')).SettingsPage,
}))
const HistoryPage = lazy(async () => ({
  default: (await import('../pages/history/HistoryPage.tsx')).HistoryPage,
}))
const RestorePage = lazy(async () => ({
  default: (await import('../pages/restore/RestorePage.tsx')).RestorePage,
}))
const InstallPage = lazy(async () => ({
  default: (await import('../pages/phone/InstallPage.tsx')).InstallPage,
}))
const PhonePage = lazy(async () => ({ default: (await import('../pages/phone/PhonePage.tsx')).PhonePage }))
const CloudPage = lazy(async () => ({ default: (await import('../pages/cloud/CloudPage.tsx')).CloudPage }))
const StoresPage = lazy(async () => ({
  default: (await import('../pages/stores/StoresPage.tsx')).StoresPage,
}))
const MorePage = lazy(async () => ({ default: (await import('./MorePage.tsx')).MorePage }))
const TrashPage = lazy(async () => ({ default: (await import('../pages/trash/TrashPage.tsx')).TrashPage }))

export function Routes() {
  useEffect(() => {
    // Where the next tap goes most often: there before it comes.
    const soon = setTimeout(() => Promise.all([loadSession(), loadShot()]).catch(() => {}), 1_500)
    return () => clearTimeout(soon)
  }, [])
  return (
    <Suspense fallback={<Opening />}>
      <Switch>
        <Route path="/">{() => <HomePage />}</Route>
        <Route path="/sessions/:id">{({ id }) => <SessionPage key={id} id={unescapeId(id)} />}</Route>
        <Route path="/shots/:id">{({ id }) => <ShotPage id={unescapeId(id)} />}</Route>
        <Route path="/import/:queue_id?">{() => <ImportPage />}</Route>
        <Route path="/bag">{() => <BagPage />}</Route>
        <Route path="/bag/:id">{({ id }) => <ClubPage id={unescapeId(id)} />}</Route>
        <Route path="/analysis/:screen?">{({ screen }) => <AnalysisPage screen={screen} />}</Route>
        <Route path="/coach/ask">{() => <AskPage />}</Route>
        <Route path="/coach/plan">{() => <PlanPage />}</Route>
        <Route path="/coach">{() => <CoachPage />}</Route>
        <Route path="/data">{() => <DataPage />}</Route>
        <Route path="/restore">{() => <RestorePage />}</Route>
        <Route path="/settings">{() => <SettingsPage />}</Route>
        <Route path="/settings/phone">{() => <PhonePage />}</Route>
        <Route path="/settings/cloud">{() => <CloudPage />}</Route>
        <Route path="/stores">{() => <StoresPage />}</Route>
        <Route path="/install">{() => <InstallPage />}</Route>
        <Route path="/history">{() => <HistoryPage />}</Route>
        <Route path="/trash">{() => <TrashPage />}</Route>
        <Route path="/more">{() => <MorePage />}</Route>
        <Route>{() => <NotFoundPage />}</Route>
      </Switch>
    </Suspense>
  )
}

/** The other way of `escapeId` (web/ui/address.ts); an id that cannot be read is looked for as it stands. */
function unescapeId(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

/** Shows itself only after 300 ms (its style says so): what comes sooner needs no word. */
function Opening() {
  return (
    <Page>
      <p className="opening" role="status">
        Opening…
      </p>
    </Page>
  )
}
