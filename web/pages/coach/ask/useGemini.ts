import { useEffect, useMemo, useRef, useState } from 'react'
import type { Answer } from '../../../../shared/golf/coachTalk.ts'
import { localDate } from '../../../../shared/golf/dates.ts'
import { openCoachConsole } from '../../../db/console.ts'
import { ownDatabase, SAMPLE } from '../../../db/databases.ts'
import { useDb } from '../../../db/react.tsx'
import { accountOf } from '../../../sync/account.ts'
import { offeredCloud } from '../../../sync/ownServer.ts'
import { useConnection } from '../../../sync/react.tsx'
import { useSettings } from '../../../ui/settings.ts'
import { converse } from './conversation.ts'
import { allowed } from './kept.ts'

export interface Question {
  readonly question: string
  readonly earlier: readonly Answer[]
  /** Takes a plan that the model proposes, and says what is wrong with it. */
  readonly propose?: (args: unknown) => unknown
}

export interface Gemini {
  /** False: no cloud of this server is in use, so nobody is signed in to it. */
  readonly isReady: boolean
  /** As much of the answer as has come. */
  readonly coming: Answer | null
  /** Null: it was not asked, and `wrong` says why. */
  readonly ask: (question: Question) => Promise<Answer | null>
  readonly wrong: string | null
  readonly stop: () => void
}

/** One question at a time, of the golfer of the open database; of the sample, which has no account, of whom it was left for. */
export function useGemini(): Gemini {
  const db = useDb()
  const settings = useSettings()
  const connection = useConnection()
  const left = db.name === SAMPLE ? accountOf(ownDatabase()) : null
  const account = connection?.account ?? (left?.signed_in ? left : null)
  const [coming, setComing] = useState<Answer | null>(null)
  const [wrong, setWrong] = useState<string | null>(null)
  const stop = useRef<AbortController | null>(null)
  const console = useMemo(() => openCoachConsole(() => db.exportFile()), [db])
  useEffect(() => console.stop, [console])
  return {
    ...{ coming, wrong, isReady: account !== null },
    stop: () => stop.current?.abort(),
    async ask(question) {
      if (!account) return null
      // The token of a cloud that was typed in is none of this server's business.
      const offered = await offeredCloud(location.origin).catch(() => null)
      if (offered === null || offered.url !== account.url) {
        setWrong(
          offered === null
            ? 'This server does not answer. Try again with a signal.'
            : 'Your cloud is not the one of this server: its coach does not know you.',
        )
        return null
      }
      setWrong(null)
      const access_token = connection
        ? (await connection.client.auth.getSession()).data.session?.access_token
        : await (await import('../../../sync/connect.ts')).tokenOf(ownDatabase(), account)
      stop.current = new AbortController()
      const answer = await converse({
        shots: {
          query: db.query,
          select: console.ask,
          notes: allowed(db.name) === 'notes',
          today: localDate(new Date()),
        },
        ...{ ...question, settings, onMore: setComing },
        access_token: access_token ?? '',
        fetch: (path, init) => fetch(path, init),
        signal: stop.current.signal,
      })
      setComing(null)
      return answer
    },
  }
}
