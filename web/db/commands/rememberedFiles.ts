/**
 * What the golfer decided of a file, as rows of settings, so that it travels and can be taken back:
 * `file:{payload}` for reading that file again, `layout:{signature}` for the next with the same headings.
 */
import * as v from 'valibot'
import type { Mapping } from '../../../shared/files/mapping.ts'
import { type Target, targets } from '../../../shared/files/targets.ts'
import { UNITS, type Unit } from '../../../shared/files/units.ts'
import type { Overrides } from '../../../shared/files/verdict.ts'
import type { Reader } from '../sql.ts'
import { parsed } from './payload.ts'
import { ensureRow, type Step, setOne } from './step.ts'

export interface Remembered {
  readonly mapping: Mapping
  readonly overrides: Overrides
}

/** It may come from another device, or a backup. */
const Kept = v.object({
  mapping: v.object({
    maker: v.string(),
    columns: v.array(
      v.object({
        heading: v.string(),
        nth: v.number(),
        target: v.nullable(v.picklist(targets as [Target, ...Target[]])),
        unit: v.nullable(v.picklist(Object.keys(UNITS) as [Unit, ...Unit[]])),
      }),
    ),
  }),
  overrides: v.record(v.string(), v.string()),
})

const fileSetting = (payload_id: string) => `file:${payload_id}`
const layoutSetting = (signature: string) => `layout:${signature}`

export function remembered(
  look: Pick<Reader, 'get'>,
  payload_id: string,
  signature: string,
): { readonly own: Remembered | null; readonly layout: Remembered | null } {
  return { own: read(look, fileSetting(payload_id)), layout: read(look, layoutSetting(signature)) }
}

function read(look: Pick<Reader, 'get'>, key: string): Remembered | null {
  const row = look.get<{ value: string | null }>('SELECT value FROM settings WHERE id = ?', [key])
  const kept = v.safeParse(Kept, parsed(row?.value ?? 'null'))
  return kept.success ? kept.output : null
}

export function remember(step: Step, payload_id: string, signature: string, decided: Remembered): void {
  for (const key of [fileSetting(payload_id), layoutSetting(signature)]) {
    ensureRow(step, 'settings', key)
    setOne(step, 'settings', key, 'value', JSON.stringify(decided))
  }
}
