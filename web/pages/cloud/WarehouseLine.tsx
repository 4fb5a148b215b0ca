import { lazy, useEffect, useState } from 'react'
import type { Connection } from '../../sync/connect.ts'
import { type Offered, offeredCloud } from '../../sync/ownServer.ts'
import { DataIcon, OpenIcon } from '../../ui/icons.ts'
import { LineButton, Lines } from '../../ui/Line.tsx'
import { Sheet } from '../../ui/Sheet.tsx'
import { WhenOpened } from '../../ui/WhenOpened.tsx'

const Warehouse = lazy(async () => ({ default: (await import('../warehouse/Warehouse.tsx')).Warehouse }))

/** The way to the server's warehouse, where it is filled from this cloud. */
export function WarehouseLine({ connection }: { readonly connection: Connection }) {
  const [open, setOpen] = useState(false)
  const [offered, setOffered] = useState<Offered | null>(null)
  useEffect(() => {
    // Without a signal there is no way to it.
    offeredCloud(location.origin).then(setOffered, () => setOffered(null))
  }, [])
  if (!offered?.has_warehouse) return null
  if (offered.url !== connection.account.url) {
    return (
      <p className="soft">
        The warehouse and the coach of {location.host} know golfers of the cloud that is set there, and this
        is another.
      </p>
    )
  }
  return (
    <>
      <Lines>
        <LineButton
          icon={DataIcon}
          under="Years of shots for questions in SQL"
          end={<OpenIcon aria-hidden={true} />}
          onPress={() => setOpen(true)}
        >
          Warehouse
        </LineButton>
      </Lines>
      <WhenOpened open={open}>
        <Sheet open={open} title="Warehouse" onClose={() => setOpen(false)}>
          <Warehouse connection={connection} />
        </Sheet>
      </WhenOpened>
    </>
  )
}
