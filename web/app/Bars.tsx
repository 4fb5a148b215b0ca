import { useEffect, useState } from 'react'
import { useLocation } from 'wouter'
import { ownDatabase, SAMPLE, switchTo } from '../db/databases.ts'
import { useDb, useLive } from '../db/react.tsx'
import { useQueueState } from '../import/react.tsx'
import { MediaBar } from '../pages/media/MediaBar.tsx'
import { showBadge } from '../pwa/badge.ts'
import { useInstall, useUpdate } from '../pwa/react.tsx'
import { importAddress } from '../ui/address.ts'
import { Bar } from '../ui/Bar.tsx'
import { Button, ButtonLink } from '../ui/Button.tsx'
import { CloseIcon } from '../ui/icons.ts'

/** What goes on beside the page: each a slim bar that can be opened and left alone. */
export function Bars() {
  return (
    <>
      <UpdateBar />
      <SampleBar />
      <InstallBar />
      <QueueBar />
      <MediaBar />
    </>
  )
}

/** A newer build is here; it waits for the tap, so that nothing changes under the golfer's hand. */
function UpdateBar() {
  const { update, apply } = useUpdate()
  if (update.kind === 'none') return null
  if (update.kind === 'waits') {
    return (
      <Bar>
        {update.for.includes('text')
          ? 'The newer Rangebook comes when your text is saved, here or in another tab'
          : 'The newer Rangebook comes when the work in hand is done'}
      </Bar>
    )
  }
  return (
    <Bar
      action={
        <Button look="quiet" onPress={apply}>
          Update
        </Button>
      }
    >
      A newer Rangebook is ready
    </Bar>
  )
}

/** Which database this is, where it is not the golfer's own. */
function SampleBar() {
  const db = useDb()
  const [, navigate] = useLocation()
  if (db.name !== SAMPLE) return null
  return (
    <Bar
      action={
        <Button
          look="quiet"
          onPress={() => {
            navigate('/')
            switchTo(ownDatabase())
          }}
        >
          Leave
        </Button>
      }
    >
      Sample data
    </Bar>
  )
}

const NOT_NOW = 'rangebook.install-not-now'

/** On the first screen, once there is something worth keeping; taken away it stays away, and More leads there too. */
function InstallBar() {
  const db = useDb()
  const [path] = useLocation()
  const { way } = useInstall()
  const [notNow, setNotNow] = useState(() => localStorage.getItem(NOT_NOW) !== null)
  const isOffered = way === 'prompt' || way === 'ios_tab'
  if (!isOffered || notNow || path !== '/' || db.name === SAMPLE) return null
  const close = () => {
    localStorage.setItem(NOT_NOW, new Date().toISOString())
    setNotNow(true)
  }
  return <OfferBar onClose={close} />
}

function OfferBar({ onClose }: { readonly onClose: () => void }) {
  const { way, ask } = useInstall()
  const sessions = useLive('sessions', {})
  if (!sessions || sessions.length === 0) return null
  return (
    <Bar
      action={
        <>
          {way === 'prompt' ? (
            <Button look="quiet" onPress={ask}>
              Install
            </Button>
          ) : (
            <ButtonLink look="quiet" href="/install">
              How
            </ButtonLink>
          )}
          <Button look="quiet" icon={CloseIcon} iconOnly onPress={onClose}>
            Not now
          </Button>
        </>
      }
    >
      {way === 'prompt'
        ? 'Install Rangebook: one tap at the range, also without a signal'
        : 'Safari clears a tab’s shots. Install Rangebook, and take them along'}
    </Bar>
  )
}

/** Links that come in, wait for a signal, or wait for the golfer. */
function QueueBar() {
  const db = useDb()
  const [path] = useLocation()
  const queue = useLive('queue', null)
  const { fetching } = useQueueState()
  const waits = db.name === SAMPLE ? 0 : queue?.length
  useEffect(() => {
    if (waits !== undefined) showBadge(waits)
  }, [waits])
  // The import page shows the same, and more of it.
  if (!queue || queue.length === 0 || path.startsWith('/import')) return null
  const ready = queue.filter(({ state }) => state === 'ready').length
  const failed = queue.filter(({ state }) => state === 'failed').length
  const waiting = queue.length - ready - failed - (fetching ? 1 : 0)
  const words = [
    fetching && `${Math.round(fetching.received_bytes / 1024).toLocaleString('en')} KB have come`,
    ready > 0 && `${ready} ready to look at`,
    waiting > 0 && `${waiting} waiting for a signal`,
    failed > 0 && `${failed} failed`,
  ].filter(Boolean)
  const [first] = queue
  return (
    <Bar href={queue.length === 1 && first ? importAddress(first.id) : '/import'}>
      New from your link: {words.join(', ')}
    </Bar>
  )
}
