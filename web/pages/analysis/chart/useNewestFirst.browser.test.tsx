import { createRoot } from 'react-dom/client'
import { expect, test } from 'vitest'
import { FIRST, useNewestFirst } from './useNewestFirst.ts'

const drawn: number[] = []

function Picture({ all }: { readonly all: readonly number[] }) {
  drawn.push(useNewestFirst(all).length)
  return null
}

test('of many the newest are drawn first and then all; of few all at once; others begin anew', async () => {
  const root = createRoot(document.createElement('div'))
  const until = async (n: number) => {
    while (drawn.at(-1) !== n) await new Promise(resolve => requestAnimationFrame(resolve))
    return drawn.splice(0)
  }
  const many = Array.from({ length: FIRST + 1 }, (_, i) => i)
  root.render(<Picture all={many} />)
  expect(await until(many.length)).toEqual([FIRST, many.length])
  const few = many.slice(0, 10)
  root.render(<Picture all={few} />)
  expect(new Set(await until(few.length))).toEqual(new Set([few.length]))
  const others = [...many, 0]
  root.render(<Picture all={others} />)
  expect((await until(others.length)).slice(-2)).toEqual([FIRST, others.length])
  root.unmount()
})
