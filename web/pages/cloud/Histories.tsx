import { switchTo } from '../../db/databases.ts'
import { useDb } from '../../db/react.tsx'
import { accountsHere } from '../../sync/account.ts'
import { DoneIcon } from '../../ui/icons.ts'
import { LineButton, Lines } from '../../ui/Line.tsx'
import { accountSaid } from './words.ts'

/** Where this device holds several: each account has its own, and they never mix. */
export function Histories() {
  const db = useDb()
  const all = accountsHere()
  if (all.length < 2) return null
  return (
    <section className="stack">
      <h2>Histories on this device</h2>
      <Lines>
        {all.map(([name, account]) => (
          <LineButton
            key={name}
            on={name === db.name}
            onPress={() => switchTo(name)}
            under={account && !account.signed_in ? 'Signed out' : undefined}
            end={name === db.name && <DoneIcon aria-hidden={true} />}
          >
            {accountSaid(account)}
          </LineButton>
        ))}
      </Lines>
    </section>
  )
}
