import './ui/base.css'
import { createRoot } from 'react-dom/client'
import { App } from './app/App.tsx'
import { openCurrent } from './app/opened.ts'
import { followLaunches, readLaunch } from './import/launch.ts'
import { BlockedPage } from './pages/phone/BlockedPage.tsx'
import { mayKeep, openInstall } from './pwa/install.ts'
import { watchTexts } from './pwa/running.ts'
import { openUpdates } from './pwa/update.ts'

// Before anything else: what is in the address may hold a link's key.
const launch = readLaunch(location, history)
const root = document.getElementById('root')
if (root) createRoot(root).render(mayKeep(window) ? openApp() : <BlockedPage />)

function openApp() {
  followLaunches(window)
  watchTexts(document)
  const install = openInstall(window)
  return <App opened={openCurrent(launch)} pwa={{ updates: openUpdates(), install }} />
}
