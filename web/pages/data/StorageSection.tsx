import { useEffect, useState } from 'react'
import { askToKeepStorage, type StorageHealth, storageHealth } from '../../db/health.ts'
import type { StorageState } from '../../db/query.ts'
import { useDb } from '../../db/react.tsx'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { Tile } from '../../ui/Figure.tsx'
import { DownloadIcon, WarnIcon } from '../../ui/icons.ts'
import { useNotices } from '../../ui/Notices.tsx'
import { saveAs } from '../../ui/saveAs.ts'
import { localDate } from '../days.ts'
import { MediaRoom } from '../media/MediaRoom.tsx'
import { type Advice, bytesSaid, keepingSaid, roomSaid } from './words.ts'

const ANSWER_LOOKED_FOR_MS = 1_000

const isInstalled = (): boolean => matchMedia('(display-mode: standalone)').matches

/** How much lies here, how safe it is, and a copy of all of it to take away. */
export function StorageSection({ storage }: { readonly storage: StorageState | undefined }) {
  const [health, ask] = useStorageHealth(storage?.last_saved)
  return (
    <section className="stack" aria-label="What is stored">
      <div className="data-figures">
        <Tile
          value={storage ? storage.shots.toLocaleString('en') : null}
          says={storage?.shots === 1 ? 'shot' : 'shots'}
        />
        <Tile
          value={storage ? storage.sessions.toLocaleString('en') : null}
          says={storage?.sessions === 1 ? 'session' : 'sessions'}
        />
        <Tile value={storage ? bytesSaid(allBytes(storage)) : null} says="on this device" />
      </div>
      {health && (
        <Card>
          <Told advice={keepingSaid(health.persisted, isInstalled())} />
          {health.persisted === false && <Button onPress={ask}>Ask to keep them</Button>}
          <Told advice={roomSaid(health)} />
        </Card>
      )}
      <DownloadButton />
      <MediaRoom after={storage?.last_saved} />
    </section>
  )
}

/** Read anew after each save, and while the browser waits for the golfer's answer. */
function useStorageHealth(last_saved: string | null | undefined) {
  const [health, setHealth] = useState<StorageHealth | null>(null)
  const waits = health?.persisted === 'asked'
  useEffect(() => {
    // Nothing is told of a store before it is open.
    if (last_saved === undefined) return
    let gone = false
    const read = async () => {
      const read = await storageHealth()
      if (!gone) setHealth(read)
    }
    read()
    const again = waits ? setInterval(read, ANSWER_LOOKED_FOR_MS) : undefined
    return () => {
      gone = true
      clearInterval(again)
    }
  }, [last_saved, waits])
  const ask = async () => {
    askToKeepStorage()
    setHealth(await storageHealth())
  }
  return [health, ask] as const
}

const allBytes = ({ database_bytes, log_bytes, payload_bytes }: StorageState): number =>
  database_bytes + log_bytes + payload_bytes

function Told({ advice }: { readonly advice: Advice | null }) {
  if (!advice) return null
  return (
    <div className={advice.todo === null ? 'told' : 'told wanting'}>
      <p>
        {advice.todo !== null && <WarnIcon aria-hidden={true} />}
        {advice.says}
      </p>
      {advice.todo && <p>{advice.todo}</p>}
    </div>
  )
}

/** The whole database as one file, which any SQLite program opens. */
function DownloadButton() {
  const db = useDb()
  const notices = useNotices()
  const [busy, setBusy] = useState(false)
  const download = async () => {
    setBusy(true)
    try {
      const bytes = await db.exportFile()
      saveAs(bytes, `rangebook-${localDate(new Date())}.sqlite`, 'application/vnd.sqlite3')
      notices.done({ says: `Database downloaded, ${bytesSaid(bytes.byteLength)}` })
    } catch {
      notices.problem({
        says: 'The file could not be made: too little memory is free. Close other tabs, and try again.',
      })
    } finally {
      setBusy(false)
    }
  }
  return (
    <div>
      <Button icon={DownloadIcon} wide disabled={busy} onPress={download}>
        {busy ? 'Making the file' : 'Download the database'}
      </Button>
      <p className="data-under">
        One SQLite file with every shot, edit and step. It holds the keys of your report links: whoever has
        the file can open those reports.
      </p>
    </div>
  )
}
