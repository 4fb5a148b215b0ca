import { useState } from 'react'
import { Button } from '../../ui/Button.tsx'
import { useNotices } from '../../ui/Notices.tsx'

/** How a Supabase gets what this version of the app needs: by its dashboard, or from the server's machine. */
export function CloudSql({ onAgain }: { readonly onAgain: () => void }) {
  const notices = useNotices()
  const [sql, setSql] = useState<string | null>(null)
  const copy = async () => {
    const { cloudSql } = await import('./cloudSql.ts')
    try {
      await navigator.clipboard.writeText(cloudSql)
      notices.done({ says: 'Copied. Paste it into the SQL editor of the project, and run it.' })
    } catch {
      // Not allowed here: it is shown, to be copied by hand.
      setSql(cloudSql)
    }
  }
  return (
    <div className="stack">
      <p>
        Its owner copies the SQL into the project’s SQL editor and runs it; it may run again at any time. Or,
        on the computer of the Rangebook server:
      </p>
      <pre className="cloud-code">npx rangebook cloud migrate</pre>
      {sql && <textarea className="input" readOnly rows={8} value={sql} aria-label="The SQL for the cloud" />}
      <div className="cloud-actions">
        <Button onPress={copy}>Copy the SQL</Button>
        <Button onPress={onAgain}>Look again</Button>
      </div>
    </div>
  )
}
