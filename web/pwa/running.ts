/**
 * What runs in any tab and must not be cut by an update of the app. A tab holds a lock while something does: it
 * goes by itself with a tab that is closed or dies, and stays with one that sleeps.
 */

/** work: a command, an export. text: words in a field that are not saved. */
export type Running = (typeof KINDS)[number]
const KINDS = ['work', 'text'] as const

const LOCK = 'rangebook-running '
const TAB = ` ${performance.timeOrigin}`

/** A closed sheet tells nobody. */
const LOOK_EVERY_MS = 500

/** The tab's own, of each kind. */
const mine = { work: openMark('work'), text: openMark('text') }

/** Hands the work's own outcome on. */
export async function whileRunning<T>(work: Promise<T>): Promise<T> {
  const end = mine.work.begin()
  try {
    return await work
  } finally {
    end()
  }
}

/** Resolves when nothing runs in any tab; says before each wait what does. */
export async function untilIdle(onWait: (running: readonly Running[]) => void): Promise<void> {
  await untilFree(() => true, onWait)
}

/** Resolves when nothing runs in this tab. */
export async function untilThisTabIsIdle(): Promise<void> {
  await untilFree(
    name => name.endsWith(TAB),
    () => {},
  )
}

async function untilFree(
  concerns: (name: string) => boolean,
  onWait: (running: readonly Running[]) => void,
): Promise<void> {
  for (;;) {
    const names = (await heldNames()).filter(concerns)
    const [first] = names
    if (first === undefined) return
    onWait(KINDS.filter(kind => names.some(name => name.startsWith(LOCK + kind))))
    // Shared: whoever waits beside us is not taken for one that runs.
    await navigator.locks.request(first, { mode: 'shared' }, () => {})
  }
}

async function heldNames(): Promise<string[]> {
  const { held = [], pending = [] } = await navigator.locks.query()
  return [...held, ...pending]
    .filter(({ mode }) => mode === 'exclusive')
    .map(({ name = '' }) => name)
    .filter(name => name.startsWith(LOCK))
}

function openMark(kind: Running) {
  let running = 0
  let release = () => {}
  return {
    begin(): () => void {
      if (running++ === 0) {
        const ended = new Promise<void>(resolve => {
          release = resolve
        })
        // Without locks there is no database either, and nothing that could be cut.
        navigator.locks?.request(`${LOCK}${kind}${TAB}`, () => ended)
      }
      return () => {
        if (--running === 0) release()
      }
    },
  }
}

/**
 * Marks words that were typed and not saved: in a sheet while it is open, in a field of a page while it is being
 * written in, since leaving it saves, and in a text area (a pasted link) as long as they stand there.
 */
export function watchTexts(document: Document): void {
  const before = new WeakMap<Element, string>()
  const typed = new Set<HTMLInputElement | HTMLTextAreaElement>()
  let end: (() => void) | null = null
  let timer: ReturnType<typeof setInterval> | undefined

  const look = () => {
    for (const field of typed) if (!isUnsaved(field)) typed.delete(field)
    if (typed.size > 0) {
      end ??= mine.text.begin()
      timer ??= setInterval(look, LOOK_EVERY_MS)
      return
    }
    end?.()
    end = null
    clearInterval(timer)
    timer = undefined
  }
  const isUnsaved = (field: HTMLInputElement | HTMLTextAreaElement) =>
    field.isConnected &&
    field.value !== before.get(field) &&
    (field === document.activeElement || field.matches('dialog *, textarea'))

  document.addEventListener('focusin', ({ target }) => {
    if (isText(target) && !typed.has(target)) before.set(target, target.value)
  })
  document.addEventListener('input', ({ target }) => {
    if (!isText(target)) return
    typed.add(target)
    look()
  })
}

function isText(target: EventTarget | null): target is HTMLInputElement | HTMLTextAreaElement {
  if (target instanceof HTMLTextAreaElement) return true
  return target instanceof HTMLInputElement && ['text', 'url', 'number', 'date'].includes(target.type)
}
