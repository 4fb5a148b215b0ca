/** The link's two parts. The key is a bearer secret: it enters no log and no text of a problem. */
export interface ReportLink {
  readonly report_id: string
  readonly key: string
}

export interface LinkProblem {
  readonly kind: 'nothing' | 'foreign_host' | 'other_page' | 'no_id' | 'bad_id' | 'no_key' | 'bad_key'
  readonly says: string
}

export interface FoundLinks {
  readonly links: readonly ReportLink[]
  /** What looked like a link and is not usable. Foreign addresses count only where no link was found. */
  readonly problems: readonly LinkProblem[]
}

/**
 * Every report link in a pasted or shared text: several at once, within sentences, absolute, relative or
 * without its scheme. Each report and key comes once. What is kept is the id and the key alone, so that
 * http, units and all else in the address never reach a request.
 */
export function findLinks(text: string): FoundLinks {
  const links = new Map<string, ReportLink>()
  const problems = new Map<LinkProblem['kind'], LinkProblem>()
  for (const candidate of candidates(text)) {
    const read = readLink(candidate)
    if ('kind' in read) problems.set(read.kind, read)
    else links.set(`${read.report_id}/${read.key}`, read)
  }
  // A share sheet adds addresses of its own; they matter only if nothing else was there.
  if (links.size > 0) problems.delete('foreign_host')
  if (links.size === 0 && problems.size === 0) problems.set('nothing', problem('nothing'))
  return { links: [...links.values()], problems: [...problems.values()] }
}

const HOSTS: readonly string[] = ['my.uneekor.com', 'myuneekor.com']
const PATHS: readonly string[] = ['/power-u-report', '/report']

const SAYS: Readonly<Record<LinkProblem['kind'], string>> = {
  nothing: 'There is no report link in this text. Copy the address of the report page and paste it whole.',
  foreign_host: 'This address is not from Uneekor. A report link begins with https://my.uneekor.com.',
  other_page: 'This is a page of Uneekor, but not a report. Open the report itself, then copy its address.',
  no_id: 'This link names no report: its “id” is missing. Copy the address again, whole.',
  bad_id: 'The report number in this link is not a number. Copy the address again, whole.',
  no_key: 'This link has no key, so nobody can open it. Copy the address again, up to its very end.',
  bad_key: 'The key in this link holds other signs than letters and digits. Copy the address again, whole.',
}

function problem(kind: LinkProblem['kind']): LinkProblem {
  return { kind, says: SAYS[kind] }
}

// Addresses are ASCII: any other sign ends one, so that text may stand right behind it.
const ADDRESS =
  /https?:\/\/[!#-;=?-_a-~]*|(?<![\w.@/-])(?:(?:my\.uneekor|myuneekor)\.com\/|\/(?:power-u-report|report)\/?\?)[!#-;=?-_a-~]*/gi

function candidates(text: string): string[] {
  const plain = unescaped(text)
    // Two links pasted without a blank between them, or one wrapped in another's query.
    .replace(/https?:\/\//gi, ' $&')
  return plain.match(ADDRESS) ?? []
}

/** Undoes what mail, chats and JSON do to an address: &amp; and \u0026, or the whole link percent-encoded. */
function unescaped(text: string): string {
  return text
    .replace(/[!-~]+/g, part => (ENCODED.test(part) ? decoded(part) : part))
    .replace(/&(?:amp;|#38;|#x26;)(?:amp;)*|\\u0026/gi, '&')
    .replace(/\\\//g, '/')
}

const ENCODED = /https?%(?:25)*3A/i

function decoded(part: string): string {
  let text = part
  // Encoded once by the app that shares, at most twice more by redirectors around it.
  for (let round = 0; round < 3 && ENCODED.test(text); round++) {
    text = text.replace(/%([0-7][0-9a-f])/gi, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    )
  }
  return text
}

// The web's own parser, in browsers and Node alike; named here because shared/ knows neither's types.
interface ParsedUrl {
  readonly hostname: string
  readonly port: string
  readonly username: string
  readonly pathname: string
  readonly searchParams: { get(name: string): string | null }
}
declare const URL: {
  canParse(url: string, base?: string): boolean
  new (url: string, base?: string): ParsedUrl
}

function readLink(candidate: string): ReportLink | LinkProblem {
  const trimmed = candidate.slice(0, 2000).replace(/[.,;:!?)\]}'’*_~|\\]+$/, '')
  const address = /^(?:https?:\/\/|\/)/i.test(trimmed) ? trimmed : `https://${trimmed}`
  if (!URL.canParse(address, 'https://my.uneekor.com')) return problem('foreign_host')
  const url = new URL(address, 'https://my.uneekor.com')
  if (!HOSTS.includes(url.hostname) || url.port !== '' || url.username !== '') return problem('foreign_host')
  if (!PATHS.includes(url.pathname.toLowerCase().replace(/\/+$/, ''))) return problem('other_page')

  const id = url.searchParams.get('id')?.trim()
  if (!id) return problem('no_id')
  if (!/^\d{1,20}$/.test(id)) return problem('bad_id')
  const key = url.searchParams.get('key')?.trim()
  if (!key) return problem('no_key')
  if (!/^[A-Za-z0-9]{1,256}$/.test(key)) return problem('bad_key')
  // 0042 and 42 are one report: the payload writes it as a number.
  return { report_id: id.replace(/^0+(?=\d)/, ''), key }
}
