import { measureNames } from '../../../../shared/golf/measures.ts'
import type { Measures } from '../../../../shared/schema/rows.ts'
import type { ShotLine } from '../../../db/query.ts'

const nothing = Object.fromEntries(measureNames.map(name => [name, null])) as unknown as Measures

/** A shot of which only these were measured. */
export function shotLine(number: number, measured: Partial<Measures>): ShotLine {
  return {
    ...nothing,
    ...measured,
    id: `1_2_${number}`,
    number,
    session_id: '1:2025-12-26',
    group_id: '1_2',
    club_id: 'code:IRON7',
    kind: 'practice',
    practice_date: '2025-12-26',
    excluded: false,
    tags: [],
    notes: null,
    deleted_at: null,
  }
}
