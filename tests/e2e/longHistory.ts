import { createClient } from '@supabase/supabase-js'
import type { Page } from 'playwright'
import { callSupabase } from '../../web/sync/supabase.ts'

/** In the account of the device on that page, as another device would have sent it: shots by the thousand, 50 a session. */
export async function fillHub(page: Page, address: string, shots: number): Promise<void> {
  const session = await page.evaluate(() => {
    const kept = Object.entries({ ...localStorage }).find(([key]) => key.startsWith('rangebook.session.'))
    return JSON.parse(String(kept?.[1])) as { access_token: string; user: { id: string } }
  })
  const client = createClient(`${address}/hub`, 'anon', {
    auth: { persistSession: false, autoRefreshToken: false },
    global: { headers: { Authorization: `Bearer ${session.access_token}` } },
  })
  const call = callSupabase(client)
  const facts = { fact_source: 3, parser_version: 1, clocks: '{}' }
  for (let from = 0; from < shots; from += 1_000) {
    const rows: object[] = []
    for (let n = from; n < from + 1_000; n++) {
      const report = String(1_000_000 + Math.floor(n / 50))
      const date = new Date(Date.UTC(2015, 0, 1) + Math.floor(n / 50) * 86_400_000).toISOString().slice(0, 10)
      const at = { report_id: report, group_id: `${report}_1` }
      if (n % 50 === 0) {
        rows.push(
          { table: 'reports', row: { id: report, clocks: '{}', maker: 'uneekor' } },
          {
            table: 'sessions',
            row: { id: `${report}:${date}`, clocks: '{}', practice_date: date, report_id: report },
          },
          {
            table: 'groups',
            row: {
              id: at.group_id,
              ...facts,
              report_id: report,
              default_session_id: `${report}:${date}`,
              club_code: 'IRON7',
            },
          },
        )
      }
      rows.push({
        table: 'shots',
        row: {
          id: `${at.group_id}_${n}`,
          ...facts,
          ...at,
          carry_m: 140 + (n % 97) / 10,
          ball_speed_mps: 50 + (n % 31) / 10,
        },
      })
    }
    const request = { client: 99, user_id: session.user.id, epoch: 1, cursor: 0, rows }
    const answer = (await call('push_changes', request as never, new AbortController().signal)) as {
      kind: string
    }
    if (answer.kind !== 'pushed') throw new Error(answer.kind)
  }
}
