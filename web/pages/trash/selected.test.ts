import { expect, test } from 'vitest'
import type { SessionLine, ShotLine } from '../../db/query.ts'
import { chosenSaid, goesSaid, selectedIn } from './selected.ts'

const session = (id: string, shots: number) => ({ id, shots }) as SessionLine
const shot = (id: string, session_id: string) => ({ id, session_id }) as ShotLine
const trash = {
  sessions: [session('s1', 51), session('s2', 8)],
  shots: [shot('a', 's1'), shot('b', 's9')],
}

test('a shot of a session that goes is not counted twice', () => {
  const selected = selectedIn(trash, new Set(['s1', 'a', 'b']))
  expect(selected).toEqual({ session_ids: ['s1'], shot_ids: ['a', 'b'], shots: 52 })
  expect(chosenSaid(selected)).toBe('1 session and 2 shots')
})

test('a selection whose rows were restored meanwhile is empty', () => {
  const selected = selectedIn(trash, new Set(['gone']))
  expect(selected.shots).toBe(0)
  expect(chosenSaid(selected)).toBe('Nothing selected')
})

test('what goes is said for one and for many', () => {
  expect(goesSaid(selectedIn(trash, new Set(['b'])))).toMatch(/pictures of 1 shot go/)
  expect(goesSaid(selectedIn(trash, new Set(['s1', 's2'])))).toMatch(/pictures of 59 shots go/)
})
