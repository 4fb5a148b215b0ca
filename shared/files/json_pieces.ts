/**
 * Cuts a large JSON text, as it arrives in pieces, into values small enough for `JSON.parse`: given
 * the paths of the containers to open, it gives each value inside them. The text may be formatted in
 * any way; memory holds one value at a time.
 */

/** A value with its place: the names and numbers on the way to it. */
export interface Piece {
  readonly path: readonly (string | number)[]
  readonly json: string
}

/** What was wrong, and where. */
export class BadJson extends Error {}

interface Container {
  readonly kind: 'object' | 'array'
  /** Of the next value: its name, or its number. */
  key: string | number
  expects: 'key or end' | 'key' | 'colon' | 'value or end' | 'value' | 'comma or end'
}

interface Capture {
  readonly kind: 'string' | 'nested' | 'plain'
  /** Is it the name of a member? */
  readonly key: boolean
  text: string
  depth: number
  inString: boolean
  escaped: boolean
}

const LONGEST = 64_000_000

/** `opens` says which containers are cut further; all others come whole. */
export class JsonPieces {
  readonly #opens: (path: readonly (string | number)[]) => boolean
  readonly #stack: Container[] = []
  #capture: Capture | null = null
  #started = false
  #ended = false
  #at = 0
  #found: Piece[] = []

  constructor(opens: (path: readonly (string | number)[]) => boolean) {
    this.#opens = opens
  }

  /** The values completed by this piece of text. Throws BadJson. */
  push(chunk: string): Piece[] {
    this.#found = []
    let i = 0
    while (i < chunk.length)
      i = this.#capture ? this.#captureFrom(chunk, i, this.#capture) : this.#step(chunk, i)
    this.#at += chunk.length
    return this.#found
  }

  /** Whether the text came to its end. */
  get complete(): boolean {
    return this.#ended
  }

  #step(chunk: string, i: number): number {
    const c = chunk[i] ?? ''
    // A byte order mark may stand at the very beginning.
    if (c === ' ' || c === '\n' || c === '\r' || c === '\t' || (c === '\uFEFF' && this.#at + i === 0))
      return i + 1
    const top = this.#stack.at(-1)
    if (!top) {
      if (this.#started) throw this.#wrong(i, 'something follows the end')
      this.#started = true
      return this.#value(chunk, i)
    }
    const closes = c === (top.kind === 'object' ? '}' : ']')
    switch (top.expects) {
      case 'key or end':
      case 'key':
        if (closes && top.expects === 'key or end') return this.#close(i)
        if (c !== '"') throw this.#wrong(i, 'a name is missing')
        this.#capture = { kind: 'string', key: true, text: '', depth: 0, inString: false, escaped: false }
        return i
      case 'colon':
        if (c !== ':') throw this.#wrong(i, 'a colon is missing')
        top.expects = 'value'
        return i + 1
      case 'value or end':
        if (closes) return this.#close(i)
        return this.#value(chunk, i)
      case 'value':
        return this.#value(chunk, i)
      case 'comma or end':
        if (closes) return this.#close(i)
        if (c !== ',') throw this.#wrong(i, 'a comma is missing')
        top.expects = top.kind === 'object' ? 'key' : 'value'
        if (typeof top.key === 'number') top.key++
        return i + 1
      default:
        return top.expects satisfies never
    }
  }

  #value(chunk: string, i: number): number {
    const c = chunk[i] ?? ''
    const opens = (c === '{' || c === '[') && this.#opens(this.#path())
    if (opens) {
      const kind = c === '{' ? 'object' : 'array'
      const parent = this.#stack.at(-1)
      if (parent) parent.expects = 'comma or end'
      this.#stack.push({
        kind,
        key: kind === 'array' ? 0 : '',
        expects: kind === 'array' ? 'value or end' : 'key or end',
      })
      return i + 1
    }
    if (!/["{[\-0-9tfn]/.test(c)) throw this.#wrong(i, 'a value is missing')
    const kind = c === '"' ? 'string' : c === '{' || c === '[' ? 'nested' : 'plain'
    this.#capture = { kind, key: false, text: '', depth: 0, inString: false, escaped: false }
    return i
  }

  #captureFrom(chunk: string, from: number, capture: Capture): number {
    let i = from
    let done = false
    for (; i < chunk.length && !done; i++) {
      const c = chunk.charCodeAt(i)
      if (capture.inString) {
        if (capture.escaped) capture.escaped = false
        else if (c === 92) capture.escaped = true
        else if (c === 34) {
          capture.inString = false
          done = capture.kind === 'string'
        }
      } else if (capture.kind === 'plain') {
        // A number or word ends before what follows it.
        if (c === 44 || c === 125 || c === 93 || c <= 32) {
          done = true
          i--
        }
      } else if (c === 34) capture.inString = true
      else if (c === 123 || c === 91) capture.depth++
      else if (c === 125 || c === 93) done = --capture.depth === 0
    }
    capture.text += chunk.slice(from, i)
    if (capture.text.length > LONGEST) throw this.#wrong(i, 'one value is longer than 64 MB')
    if (done) this.#finish(capture, i)
    return i
  }

  #finish(capture: Capture, i: number): void {
    this.#capture = null
    const top = this.#stack.at(-1)
    if (capture.key && top) {
      top.key = this.#name(capture.text, i)
      top.expects = 'colon'
      return
    }
    this.#found.push({ path: this.#path(), json: capture.text })
    if (top) top.expects = 'comma or end'
    else this.#ended = true
  }

  #name(json: string, i: number): string {
    try {
      return String(JSON.parse(json))
    } catch {
      throw this.#wrong(i, 'a name is damaged')
    }
  }

  #close(i: number): number {
    this.#stack.pop()
    this.#ended = this.#stack.length === 0
    return i + 1
  }

  #path(): (string | number)[] {
    return this.#stack.map(({ key }) => key)
  }

  #wrong(i: number, what: string): BadJson {
    return new BadJson(`${what}, at character ${this.#at + i + 1}`)
  }
}
