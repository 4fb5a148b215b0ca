import { Component, type ErrorInfo, type ReactNode } from 'react'
import { Button, ButtonLink } from '../ui/Button.tsx'
import { Empty } from '../ui/Empty.tsx'
import { Page } from '../ui/Page.tsx'

/** A bug on one page, in words: the rest of the app stays, and nothing of the history is touched. */
export class Boundary extends Component<{ readonly children: ReactNode }, { readonly error: Error | null }> {
  override state: { readonly error: Error | null } = { error: null }

  static getDerivedStateFromError(error: unknown) {
    return { error: error instanceof Error ? error : new Error(String(error)) }
  }

  override componentDidCatch(error: unknown, info: ErrorInfo) {
    console.error(error, info.componentStack)
  }

  override render() {
    const { error } = this.state
    if (!error) return this.props.children
    return (
      <Page>
        <Empty
          title="This page stopped"
          action={
            <div className="row">
              <Button look="main" onPress={() => location.reload()}>
                Reload
              </Button>
              <ButtonLink look="quiet" href="/data">
                Download your data
              </ButtonLink>
            </div>
          }
        >
          Something in it went wrong. Your shots are safe: they lie in the database, which this page only
          reads.
        </Empty>
        <p className="soft">{error.message}</p>
      </Page>
    )
  }
}
