import { expect, test } from 'vitest'
import { askPicture, askPictures, PICTURE_LIMIT } from './source.ts'
import { canAsk } from './wanted.ts'

const SHOT = { shot_id: '41511_85589_1298336', key: 'Zk3yQ9' }
const FILE = { name: 'topview00', image: '/frames/1.jpg' }
const jpeg = (length: number) => {
  const bytes = new Uint8Array(length)
  bytes.set([0xff, 0xd8, 0xff])
  return bytes
}
const asJpeg = { headers: { 'content-type': 'image/jpeg' } }

function answering(answer: (request: Request) => Response | Promise<Response>): typeof globalThis.fetch {
  return async (path, init) => answer(new Request(new URL(String(path), 'http://app'), init))
}
const never = new AbortController().signal
const list = (answer: (request: Request) => Response | Promise<Response>) =>
  askPictures(answering(answer), SHOT, never)
const file = (answer: (request: Request) => Response | Promise<Response>, signal = never) =>
  askPicture(answering(answer), FILE, signal)
const kindOf = (asked: Awaited<ReturnType<typeof file | typeof list>>) =>
  asked.kind === 'problem' ? asked.problem.kind : asked.kind

test('a shot is asked for by the numbers of its id; the key goes in the body alone', async () => {
  await list(async request => {
    expect(request.url).toBe('http://app/api/uneekor/media')
    expect(await request.json()).toEqual({
      id: '41511',
      key: 'Zk3yQ9',
      group_id: '85589',
      shot_id: '1298336',
    })
    return Response.json([])
  })
})

test('of the list the known names are taken, in their order, each once', async () => {
  const names = ['topview01', 'ballimpact', 'topview01', '../../etc', 'sideview00', 'topview00']
  const asked = await list(() => Response.json(names.map(name => ({ name, image: `/${name}` }))))
  expect(asked.kind === 'ok' && asked.value.map(({ name }) => name)).toEqual([
    'ballimpact',
    'topview00',
    'topview01',
  ])
})

test.each([
  ['no list', () => Response.json({ message: 'ok' }), 'not_media'],
  ['a list of something else', () => Response.json([1, 2]), 'not_media'],
  ['a sign-in page', () => new Response('<html>', { headers: { 'content-type': 'text/html' } }), 'no_signal'],
  ['a list without end', () => Response.json(['x'.repeat(1024 * 1024)]), 'too_big'],
])('%s in the place of the list is refused', async (_, answer, kind) => {
  expect(kindOf(await list(answer))).toBe(kind)
})

test.each([
  ['a page called a picture', () => new Response('<!doctype html>', asJpeg), 'not_media'],
  ['nothing', () => new Response(null, asJpeg), 'not_media'],
  ['a sign-in page', () => new Response('<html>', { headers: { 'content-type': 'text/html' } }), 'no_signal'],
  ['one byte more than any picture', () => new Response(jpeg(PICTURE_LIMIT + 1), asJpeg), 'too_big'],
  ['a broken connection', () => Promise.reject(new TypeError('Failed to fetch')), 'no_signal'],
])('%s in the place of a picture is refused', async (_, answer, kind) => {
  expect(kindOf(await file(answer))).toBe(kind)
})

test('the largest picture is taken whole', async () => {
  const asked = await file(() => new Response(jpeg(PICTURE_LIMIT), asJpeg))
  expect(asked.kind === 'ok' && asked.value.byteLength).toBe(PICTURE_LIMIT)
})

test('what the server says went wrong is said on, with its cure and its patience', async () => {
  const body = { kind: 'slow_down', says: 'That was too much at once.', cure: 'Wait a little.' }
  expect(await file(() => Response.json(body, { status: 429, headers: { 'retry-after': '3' } }))).toEqual({
    kind: 'problem',
    problem: { kind: 'slow_down', says: 'That was too much at once. Wait a little.', cure: 'wait' },
    retryAfter_s: 3,
  })
})

test('a fetch that was called off is no problem', async () => {
  const abort = new AbortController()
  const answer = () => {
    abort.abort()
    throw abort.signal.reason
  }
  expect(await file(answer, abort.signal)).toEqual({ kind: 'aborted' })
})

test('a shot of a file, or one without a key, has nobody to ask', () => {
  expect(canAsk('41511_85589_1', 'key')).toBe(true)
  expect(canAsk('41511_85589_1', null)).toBe(false)
  expect(canAsk('trackman:abc:1', 'key')).toBe(false)
})
