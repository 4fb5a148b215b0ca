import { Button } from '../../ui/Button.tsx'
import { Page } from '../../ui/Page.tsx'
import { PageHead } from '../../ui/PageHead.tsx'

/** Instead of the whole app, where the browser lets this site keep nothing. */
export function BlockedPage() {
  return (
    <main className="stopped">
      <Page>
        <PageHead title="This browser may keep nothing here" />
        <p>
          Rangebook keeps your shots in the browser itself, and for this site cookies and site data are
          blocked. Allow them in the browser’s settings for this site, then reload. On an iPhone or iPad:
          Settings, Apps, Safari, Advanced, and switch “Block All Cookies” off.
        </p>
        <p>Nothing was taken in, and nothing is lost: a history that was here before comes back with it.</p>
        <Button look="main" wide onPress={() => location.reload()}>
          Reload
        </Button>
      </Page>
    </main>
  )
}
