import { ButtonLink } from '../ui/Button.tsx'
import { Empty } from '../ui/Empty.tsx'
import { Page } from '../ui/Page.tsx'
import { PageHead } from '../ui/PageHead.tsx'

export function NotFoundPage() {
  return (
    <Page>
      <PageHead title="Nothing here" />
      <Empty
        title="No page has this address"
        action={
          <ButtonLink look="main" href="/">
            Your sessions
          </ButtonLink>
        }
      >
        It may have been cut when it was copied.
      </Empty>
    </Page>
  )
}
