import { useEffect } from 'react'
import { CLOUD_PAGE } from '../../import/launch.ts'
import type { Connection } from '../../sync/connect.ts'
import { useConnection, useSyncState } from '../../sync/react.tsx'
import { CloudBusyIcon, CloudDoneIcon, CloudIcon, CloudOffIcon, CloudWantsIcon } from '../../ui/icons.ts'
import { chipSaid, type Told } from './words.ts'
import './cloudChip.css'

export const LOOKS = { done: CloudDoneIcon, busy: CloudBusyIcon, off: CloudOffIcon, wants: CloudWantsIcon }

/** How it stands between this device and its cloud, on every screen; a tap opens the whole of it. */
export function CloudChip() {
  const connection = useConnection()
  useEffect(() => {
    const { dataset } = document.documentElement
    // The bar at the bottom makes room for it.
    dataset['cloud'] = ''
    return () => {
      delete dataset['cloud']
    }
  }, [])
  return connection ? <Standing connection={connection} /> : <Chip told={null} />
}

function Standing({ connection }: { readonly connection: Connection }) {
  return <Chip told={chipSaid(useSyncState(connection))} />
}

function Chip({ told }: { readonly told: Told | null }) {
  const Icon = told ? LOOKS[told.look] : CloudIcon
  return (
    <nav className="cloud-chip" aria-label="Cloud" data-look={told?.look}>
      <a href={CLOUD_PAGE}>
        <Icon aria-hidden={true} />
        <span className="num">{told?.says ?? 'Cloud'}</span>
      </a>
    </nav>
  )
}
