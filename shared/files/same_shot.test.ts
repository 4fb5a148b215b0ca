import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type ShotToMatch, sameShots } from './same_shot.ts'

/** Ball speed, carry, launch of ten shots of a link. */
const SWINGS = [
  [52.75, 150.88, 17.2],
  [52.11, 148.02, 17.9],
  [53.4, 154.3, 16.1],
  [51.9, 147.1, 18.4],
  [49.2, 131.55, 20.3],
  [52.6, 150.2, 16.8],
  [53.02, 152.9, 17.05],
  [52.33, 149.1, 17.7],
  [50.87, 144.2, 18.9],
  [53.9, 156.6, 15.8],
] as const

const shot = (
  source: 'link' | 'file',
  n: number,
  of: readonly [number, number, number],
  more: Partial<ShotToMatch> = {},
): ShotToMatch => ({
  id: source === 'link' ? `1_2_${n}` : `uneekor-view:${n}:1`,
  session_id: source === 'link' ? '1:2026-01-13' : 'uneekor-view:abc',
  practice_date: '2026-01-13',
  order: n,
  fact_source: source === 'link' ? 3 : 2,
  ball_speed_mps: of[0],
  carry_m: of[1],
  launch_deg: of[2],
  client_session_id: null,
  client_shot_id: null,
  ...more,
})
/** The file has tenths of mph, yards and degrees. */
const rounded = ([v, c, l]: readonly [number, number, number]) =>
  [
    Math.round((v / 0.44704) * 10) * 0.044704,
    Math.round((c / 0.9144) * 10) * 0.09144,
    Math.round(l * 10) / 10,
  ] as const

const LINK = SWINGS.map((s, n) => shot('link', n, s))
const FILE = SWINGS.map((s, n) => shot('file', n, rounded(s)))

describe('the same shots from link and file', () => {
  test('are found in spite of rounding, and the file points to the link', () => {
    const [found, ...none] = sameShots([...FILE, ...LINK])
    expect(none).toEqual([])
    expect(found).toMatchObject({
      keep_session: '1:2026-01-13',
      same_session: 'uneekor-view:abc',
      exact: false,
      of: 10,
    })
    expect(found?.pairs).toEqual(LINK.map((l, n) => ({ keep: l.id, same: FILE[n]?.id })))
  })

  test('may be a day apart, or of a file without a date; two days are too many', () => {
    const on = (practice_date: string | null) =>
      sameShots([...LINK, ...FILE.map(s => ({ ...s, practice_date }))])
    expect(on('2026-01-14')).toHaveLength(1)
    expect(on('2026-01-12')).toHaveLength(1)
    expect(on(null)).toHaveLength(1)
    expect(on('2026-01-15')).toEqual([])
  })

  test('are found where either side lacks some of the other', () => {
    const found = sameShots([...LINK.slice(2), ...FILE.filter((_, n) => n !== 5)])
    expect(found[0]?.pairs).toHaveLength(7)
    expect(found[0]?.of).toBe(8)
  })

  test('a shot that is near in two measures and off in the third is another shot', () => {
    const near = FILE.map((s, n) => (n === 3 ? { ...s, launch_deg: (s.launch_deg ?? 0) + 0.4 } : s))
    expect(sameShots([...LINK, ...near])[0]?.pairs.map(p => p.keep)).not.toContain('1_2_3')
    const far = FILE.map(s => ({ ...s, carry_m: (s.carry_m ?? 0) + 0.5 }))
    expect(sameShots([...LINK, ...far])).toEqual([])
  })

  test('of a file that rounds to whole mph, yards and degrees are found, where at least half of it agrees', () => {
    const whole = SWINGS.map(([v, c, l], n) =>
      shot('file', n, [Math.round(v / 0.44704) * 0.44704, Math.round(c / 0.9144) * 0.9144, Math.round(l)]),
    )
    expect(sameShots([...LINK, ...whole])[0]?.pairs).toHaveLength(10)
    const others = whole.map(s => ({
      ...s,
      id: `${s.id}b`,
      order: s.order + 10,
      carry_m: (s.carry_m ?? 0) + 18.288,
    }))
    const longer = LINK.map(s => ({
      ...s,
      id: `${s.id}b`,
      order: s.order + 10,
      carry_m: (s.carry_m ?? 0) - 40,
    }))
    // Wholes meet by chance.
    expect(sameShots([...LINK, ...longer, ...whole.slice(0, 4), ...others])).toEqual([])
  })

  test('a pair against the order of the others is left out', () => {
    const swapped = FILE.map((s, n) => ({ ...s, order: n === 2 ? 8 : n === 8 ? 2 : n }))
    expect(sameShots([...LINK, ...swapped])[0]?.pairs.length).toBe(8)
  })

  test('two equal swings are matched in their order, one to one', () => {
    const twice = [SWINGS[0], SWINGS[0], SWINGS[1], SWINGS[0]] as const
    const found = sameShots([
      ...twice.map((s, n) => shot('link', n, s)),
      ...twice.map((s, n) => shot('file', n, rounded(s))),
    ])
    expect(found[0]?.pairs).toEqual(
      [0, 1, 2, 3].map(n => ({ keep: `1_2_${n}`, same: `uneekor-view:${n}:1` })),
    )
  })

  test('one or two that agree among many are chance', () => {
    const others = SWINGS.slice(0, 8).map((s, n) => shot('file', n + 20, [s[0] + 3 + n, s[1] + 9, s[2] + 3]))
    expect(sameShots([...LINK, ...FILE.slice(0, 2), ...others])).toEqual([])
  })

  test('are certain where both carry the numbers of the source, one shot is enough', () => {
    const named = { client_session_id: 9, client_shot_id: 41 }
    const link = [shot('link', 0, SWINGS[0], named), ...LINK.slice(1)]
    const file = [shot('file', 0, rounded(SWINGS[0]), named)]
    expect(sameShots([...link, ...file])).toMatchObject([
      { exact: true, pairs: [{ keep: '1_2_0', same: 'uneekor-view:0:1' }] },
    ])
  })

  test('are never looked for within one source or one session, nor without numbers to compare', () => {
    expect(sameShots([...LINK, ...LINK.map(s => ({ ...s, id: `9${s.id}`, session_id: 'other' }))])).toEqual(
      [],
    )
    expect(sameShots([...LINK, ...FILE.map(s => ({ ...s, session_id: '1:2026-01-13' }))])).toEqual([])
    expect(sameShots([...LINK, ...FILE.map(s => ({ ...s, carry_m: null, launch_deg: null }))])).toEqual([])
  })

  test('whatever comes, no shot is paired twice, and the order of asking does not matter', () => {
    const any = fc.record({
      n: fc.nat(30),
      source: fc.constantFrom('link' as const, 'file' as const),
      swing: fc.constantFrom(...SWINGS),
      session: fc.constantFrom('a', 'b'),
    })
    fc.assert(
      fc.property(fc.uniqueArray(any, { selector: s => `${s.source}${s.n}`, maxLength: 40 }), list => {
        const shots = list.map(({ n, source, swing, session }) =>
          shot(source, n, swing, { session_id: source + session }),
        )
        const found = sameShots(shots)
        const ids = found.flatMap(s => s.pairs.flatMap(p => [p.keep, p.same]))
        expect(new Set(ids).size).toBe(ids.length)
        expect(sameShots([...shots].reverse())).toEqual(found)
      }),
    )
  })
})
