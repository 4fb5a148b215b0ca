import { hasHistory, ownDatabase } from '../../db/databases.ts'
import { useInstall } from '../../pwa/react.tsx'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { Page } from '../../ui/Page.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { ToHomeScreen } from './ToHomeScreen.tsx'

/** How the app gets onto this very device's home screen. */
export function InstallPage() {
  const { way, ask } = useInstall()
  return (
    <Page>
      <PageHead title="Install Rangebook" back={{ href: '/', says: 'Sessions' }} />
      {way === 'installed' && <p>It is installed: it opens from your home screen, also without a signal.</p>}
      {way === 'prompt' && (
        <>
          <p>It opens from your home screen like any app, also without a signal, and its shots are kept.</p>
          <Button look="main" wide onPress={ask}>
            Install
          </Button>
        </>
      )}
      {way === 'menu' && (
        <p>
          Open your browser’s menu and choose “Install” or “Add to Home screen”. Firefox on a computer can’t:
          there a tab works as well, without a signal too.
        </p>
      )}
      {way === 'ios_tab' && (hasHistory(ownDatabase()) ? <TakeAlong /> : <ToHomeScreen />)}
    </Page>
  )
}

/** What was imported in the tab does not come along by itself. */
function TakeAlong() {
  return (
    <>
      <p>
        The installed app has a store of its own, and Safari clears this tab’s after a week without a visit.
        So first a backup, and then:
      </p>
      <ButtonLink look="main" wide href="/data">
        Make a backup file
      </ButtonLink>
      <ToHomeScreen>
        <li>
          There choose <b>Bring your history</b>, and the backup file.
        </li>
      </ToHomeScreen>
    </>
  )
}
