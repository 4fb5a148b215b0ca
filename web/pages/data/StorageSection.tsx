import { useEffect, useState } from 'react'
import { askToKeepStorage, type StorageHealth, storageHealth } from '../../db/health.ts'
import type { StorageState } from '../../db/query.ts'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { Tile } from '../../ui/Figure.tsx'
import { WarnIcon } from '../../ui/icons.ts'
import { MediaRoom } from '../media/MediaRoom.tsx'
import { type Advice, bytesSaid, keepingSaid, roomSaid } from './words.ts'

const ANSWER_LOOKED_FOR_MS = 1_000

const isInstalled = (): boolean => matchMedia('(display-mode: standalone)').matches

/** How much lies here, and how safe it is. */
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
