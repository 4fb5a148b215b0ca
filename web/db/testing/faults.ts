/** Makes IndexedDB fail at its n-th operation, in this page. */

export const faults = {
  /** The device is full, told by the request. */
  quota: fail('QuotaExceededError'),
  /** … told by the transaction, as browsers do that only notice when they write. */
  quotaLate: abortWith('QuotaExceededError'),
  abort: abortWith(null),
  /** iOS in the background. */
  unknown: fail('UnknownError'),
  /** The browser closes the connection under a running transaction. */
  closed(tx: IDBTransaction) {
    const { db } = tx
    queueMicrotask(() => {
      abort(tx)
      db.close()
      db.dispatchEvent(new Event('close'))
    })
  },
  /** The transaction completes, but its answer does not arrive. */
  unheard(tx: IDBTransaction) {
    tx.addEventListener(
      'complete',
      event => {
        event.stopImmediatePropagation()
        tx.dispatchEvent(new Event('abort'))
      },
      { capture: true },
    )
  },
}

export type Fault = (tx: IDBTransaction) => void

/** `tell`: how many operations there were. */
export function failFrom(
  first: number,
  last: number,
  fault: Fault,
): { tell(): number; [Symbol.dispose](): void } {
  let count = 0
  const undo: (() => void)[] = []

  function patch<T extends object, K extends keyof T & string>(
    prototype: T,
    method: K,
    txOf: (self: T, made: unknown) => IDBTransaction | null,
  ): void {
    const original = prototype[method] as (...args: unknown[]) => unknown
    const patched = function (this: T, ...args: unknown[]) {
      count++
      const hit = count >= first && count <= last
      if (!hit) return original.apply(this, args)
      const before = txOf(this, null)
      if (before) fault(before)
      const made = original.apply(this, args)
      const after = before ? null : txOf(this, made)
      if (after) fault(after)
      return made
    }
    prototype[method] = patched as T[K]
    undo.push(() => {
      prototype[method] = original as T[K]
    })
  }

  for (const method of ['add', 'put', 'get', 'getAll', 'getAllKeys', 'delete', 'clear'] as const) {
    patch(IDBObjectStore.prototype, method, self => self.transaction)
  }
  patch(IDBDatabase.prototype, 'transaction', (_self, made) => (made instanceof IDBTransaction ? made : null))

  return {
    tell: () => count,
    [Symbol.dispose]() {
      for (const restore of undo) restore()
    },
  }
}

/** As the browser closes a connection before anything runs on it, or can't open it at all. */
export function failOpening(first: number, last: number): { [Symbol.dispose](): void } {
  const original = IDBFactory.prototype.open
  let count = 0
  IDBFactory.prototype.open = function (...args) {
    count++
    if (count >= first && count <= last) throw new DOMException('as the test wants it', 'UnknownError')
    return original.apply(this, args)
  }
  return {
    [Symbol.dispose]() {
      IDBFactory.prototype.open = original
    },
  }
}

function fail(name: string): Fault {
  return () => {
    throw new DOMException('as the test wants it', name)
  }
}

function abortWith(name: string | null): Fault {
  return tx => {
    if (name) {
      const error = new DOMException('as the test wants it', name)
      Object.defineProperty(tx, 'error', { configurable: true, get: () => error })
    }
    queueMicrotask(() => abort(tx))
  }
}

function abort(tx: IDBTransaction): void {
  try {
    tx.abort()
  } catch {
    // It has ended already.
  }
}
