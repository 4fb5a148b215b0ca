import { expect, test } from 'vitest'
import type { Measures } from '../schema/rows.ts'
import { chanceFrom } from './chance.ts'
import { measureNames } from './measures.ts'
import { suspicions } from './quality.ts'
import { SWINGS, type SwingName, swing } from './sampleSwings.ts'
import { type Block, wrongClubs } from './wrong_club.ts'

const nothing = Object.fromEntries(measureNames.map(name => [name, null])) as unknown as Measures
const chance = chanceFrom(21)
let n = 0
/** A swing of the sample's golfer, mishits and lost values with it. */
function shot(name: SwingName, progress = 0.5) {
  const s = swing(name, { progress }, chance)
  return {
    ...nothing,
    id: `s${n++}`,
    ball_speed_mps: s.ball_speed,
    club_speed_mps: s.club_speed,
    launch_deg: s.launch_angle,
    back_spin_rpm: s.back_spin,
    side_spin_rpm: s.side_spin,
    carry_m: s.carry_distance,
  }
}
const shots = (name: SwingName, count: number, progress?: number) =>
  Array.from({ length: count }, () => shot(name, progress))
const block = (club_id: string, name: SwingName, count: number, progress?: number): Block => ({
  club_id,
  shots: shots(name, count, progress),
})
const BAG = ['driver', 'wood3', 'hybrid4', 'iron6', 'iron7', 'iron8', 'pw', 'w50', 'w56'] as const
/** A season: three blocks with each club, on better and worse days. */
const season = () => BAG.flatMap(name => [0, 0.5, 1].map(day => block(name, name, 20, day)))

test('blocks under the wrong club are found, right ones left alone', () => {
  let found = 0
  let planted = 0
  let wrong = 0
  let blocks = 0
  for (let golfer = 0; golfer < 12; golfer++) {
    const own = season()
    for (const [under, truly] of [
      ['iron6', 'pw'],
      ['driver', 'iron7'],
      ['iron8', 'w56'],
      ['w50', 'iron6'],
    ] as const) {
      planted++
      const bad = block(under, truly, 12)
      const all = wrongClubs([...own, bad])
      const hit = all.find(one => one.block === bad)
      if (hit?.to_club_id === truly && hit.shot_ids.length >= 9) found++
      wrong += all.filter(one => one.block !== bad).length
      blocks += own.length
    }
  }
  console.log(`wrong club: found ${found} of ${planted}, right blocks doubted ${wrong} of ${blocks}`)
  expect(found / planted).toBeGreaterThan(0.9)
  expect(wrong / blocks).toBeLessThan(0.01)
})

test('a run in the middle of a block is found by itself', () => {
  const mixed = {
    club_id: 'iron6',
    shots: [...shots('iron6', 12), ...shots('w50', 8), ...shots('iron6', 10)],
  }
  const [found] = wrongClubs([...season(), mixed])
  expect(found?.to_club_id).toBe('w50')
  const ids = mixed.shots.slice(12, 20).map(({ id }) => id)
  expect(found?.shot_ids.filter(id => ids.includes(id)).length).toBeGreaterThanOrEqual(7)
  expect(found?.shot_ids.length).toBeLessThanOrEqual(9)
})

test('an empty history, one club and shots without values have no wrong club', () => {
  expect(wrongClubs([])).toEqual([])
  expect(wrongClubs([block('pw', 'pw', 30)])).toEqual([])
  const blank = { club_id: 'pw', shots: shots('pw', 20).map(({ id }) => ({ ...nothing, id })) }
  expect(wrongClubs([...season(), blank])).toEqual([])
})

test('quality rules: planted misreads and mishits are found, sound shots left alone, half wedges no mishits', () => {
  const count = { misread: [0, 0], mishit: [0, 0], sound: [0, 0], half: [0, 0] }
  const tell = (what: keyof typeof count, hit: boolean) => {
    count[what][1] = (count[what][1] ?? 0) + 1
    if (hit) count[what][0] = (count[what][0] ?? 0) + 1
  }
  for (let golfer = 0; golfer < 60; golfer++) {
    const name = BAG[golfer % BAG.length] ?? 'iron7'
    const code = { iron6: 'IRON6', iron7: 'IRON7', iron8: 'IRON8', driver: 'DRIVER', wood3: 'WOOD3' }[
      name as string
    ]
    const sound = shots(name, 30, 1).filter(
      one => (one.ball_speed_mps ?? 0) / (one.club_speed_mps ?? 1) > 0.93 * SWINGS[name].smash,
    )
    const misreads = shots(name, 3, 1).map((one, i) =>
      i === 0
        ? { ...one, ball_speed_mps: 1.7 * (one.club_speed_mps ?? 0) }
        : i === 1
          ? { ...one, carry_m: (one.carry_m ?? 0) * 1.6 }
          : { ...one, back_spin_rpm: 0, side_spin_rpm: 0, carry_m: 120 },
    )
    const mishits = shots(name, 2, 1).map(one => ({
      ...one,
      ball_speed_mps: 0.55 * SWINGS[name].smash * (one.club_speed_mps ?? 0),
      carry_m: 0.35 * SWINGS[name].carry_m,
    }))
    const doubts = new Map(
      suspicions([...sound, ...misreads, ...mishits], code ?? null).map(s => [s.shot_id, s.kind]),
    )
    for (const { id } of misreads) tell('misread', doubts.get(id) === 'misread')
    for (const { id } of mishits) tell('mishit', doubts.has(id))
    for (const { id } of sound) tell('sound', doubts.has(id))
    const wedges = [
      ...shots('w50', 20, 1),
      ...shots('w50', 10, 1).map(one => ({
        ...one,
        ball_speed_mps: 0.6 * (one.ball_speed_mps ?? 0),
        club_speed_mps: 0.6 * (one.club_speed_mps ?? 0),
        carry_m: null,
      })),
    ]
    const half = new Map(suspicions(wedges, 'WEDGE_50').map(s => [s.shot_id, s.kind]))
    for (const { id } of wedges.slice(20)) tell('half', half.get(id) === 'mishit')
  }
  const share = (what: keyof typeof count) => (count[what][0] ?? 0) / (count[what][1] ?? 1)
  console.log(
    `quality rules: misreads found ${count.misread.join(' of ')}, mishits ${count.mishit.join(' of ')}, sound shots doubted ${count.sound.join(' of ')}, half wedges called mishits ${count.half.join(' of ')}`,
  )
  expect(share('misread')).toBeGreaterThan(0.95)
  expect(share('mishit')).toBeGreaterThan(0.9)
  expect(share('sound')).toBeLessThan(0.03)
  expect(share('half')).toBe(0)
})
