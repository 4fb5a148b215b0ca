import { useEffect, useState } from 'react'
import type { SessionDetail } from '../../db/query.ts'
import { useDb, useLive } from '../../db/react.tsx'
import type { Comparison, Difference } from '../../sync/compare.ts'
import { sessionAddress } from '../../ui/address.ts'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { useDisplay } from '../../ui/display.ts'
import { DoneIcon, WarnIcon } from '../../ui/icons.ts'
import { Line, LineLink, Lines } from '../../ui/Line.tsx'
import { CloudSql } from '../cloud/CloudSql.tsx'
import type { Stores } from './useStores.ts'
import { differenceSaid, rowsIn } from './words.ts'

/** Whether both are the same, as measured, what differs by session, and the button that cures it. */
export function SameCard({
  stores,
  measured: { differences, device, cloud },
  there,
}: {
  readonly stores: Stores
  readonly measured: Comparison
  readonly there: string
}) {
  const sync = useLive('sync', null)
  const waiting = sync?.waiting ?? 0
  const refused = sync?.refused ?? 0
  const differ = rowsIn(differences)
  const same = differ === 0 && waiting === 0
  const older = cloud.schema_version < device.schema_version && (sync?.held ?? 0) > 0
  return (
    <Card>
      <section className="stack" aria-label="What was measured" role="status">
        <p className="stores-said" data-same={same}>
          {same ? <DoneIcon aria-hidden={true} /> : <WarnIcon aria-hidden={true} />}
          {same
            ? `The same: every row was compared just now.`
            : differ > 0
              ? `${differ.toLocaleString('en')} ${differ === 1 ? 'row differs' : 'rows differ'}.`
              : `${waiting.toLocaleString('en')} ${waiting === 1 ? 'change waits' : 'changes wait'} to be sent.`}
        </p>
        {differ > 0 && (
          <>
            <BySession differences={differences} there={there} />
            <Button look="main" wide onPress={stores.repair}>
              Make them the same
            </Button>
            <p className="soft">
              Only these rows are fetched and sent. Of two edits of the same thing the later one stays.
            </p>
          </>
        )}
        {refused > 0 && (
          <ButtonLink wide href="/settings/cloud">
            {refused.toLocaleString('en')} refused: decide
          </ButtonLink>
        )}
        {older && (
          <>
            <p>
              {there} is of an earlier version, and has no place yet for some of what is here. It waits on
              this device.
            </p>
            <CloudSql onAgain={stores.compare} />
          </>
        )}
        <Button wide onPress={stores.compare}>
          {differ === 0 && waiting > 0 ? 'Send, fetch and compare' : 'Compare again'}
        </Button>
      </section>
    </Card>
  )
}

/** More than this nobody reads. */
const MOST_SESSIONS = 50

function BySession({
  differences,
  there,
}: {
  readonly differences: readonly Difference[]
  readonly there: string
}) {
  const by = [...Map.groupBy(differences, ({ session }) => session)]
  const where = there === 'The server' ? 'on the server' : 'in the cloud'
  return (
    <>
      <Lines>
        {by.slice(0, MOST_SESSIONS).map(([id, differences]) => (
          <OfSession key={id} id={id} says={differenceSaid(differences, where)} />
        ))}
      </Lines>
      {by.length > MOST_SESSIONS && <p>And {(by.length - MOST_SESSIONS).toLocaleString('en')} more.</p>}
    </>
  )
}

function OfSession({ id, says }: { readonly id: string; readonly says: string }) {
  const db = useDb()
  const display = useDisplay()
  const [session, setSession] = useState<SessionDetail | null>(null)
  useEffect(() => {
    if (id !== '') void db.query('session', { id }).then(setSession, () => {})
  }, [db, id])
  if (id === '') return <Line under={says}>Of no session</Line>
  if (!session) return <Line under={says}>A session that is not here</Line>
  return (
    <LineLink href={sessionAddress(id)} under={says}>
      {display.date(session.practice_date)}, {session.title}
    </LineLink>
  )
}
