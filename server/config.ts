/** The variables that scripts and operators set, read once at the start. README.md lists them. */
import * as v from 'valibot'

export interface Config {
  readonly host: string
  /** 0: any free one. */
  readonly port: number
  /** Paths of the certificate and its key; null = plain HTTP. */
  readonly tls: { readonly cert: string; readonly key: string } | null
  /** A proxy of the operator's stands in front: its X-Forwarded-… headers are true. */
  readonly trustProxy: boolean
  readonly dataFolder: string
  /** Null: the one kept in the data folder. */
  readonly token: string | null
  /** Without a slash at its end. */
  readonly uneekorBase: string
  /** Null: this server is the cloud itself (server/hub). */
  readonly supabase: Supabase | null
  /** Null: a DuckDB file in the data folder. */
  readonly bigquery: BigQueryConfig | null
  /** Null: the rules on the devices are the coach. */
  readonly gemini: GeminiConfig | null
  /** Tokens a day, of all golfers together. */
  readonly coachDailyTokens: number
}

export interface Supabase {
  /** Without a slash at its end. */
  readonly url: string
  /** Public: every device gets it. */
  readonly anonKey: string
  /** Past every rule: for this server alone. */
  readonly serviceKey: string | null
}

export interface BigQueryConfig {
  readonly project: string
  readonly dataset: string
  /** Null: where the dataset is, or US for a new one. */
  readonly location: string | null
  /** Null: Google's own. One by plain HTTP is an emulator, which gets no credentials. */
  readonly endpoint: string | null
  /** GOOGLE_APPLICATION_CREDENTIALS; null: Google's other ways, in their standard order. */
  readonly keyFile: string | null
}

export interface GeminiConfig {
  readonly key: string
  readonly model: string
  /** Null: Google's own. Without a slash at its end. */
  readonly base: string | null
}

export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly says: string }

const on = ['1', 'true', 'yes']
const off = ['0', 'false', 'no']

const Port = v.pipe(
  v.string(),
  v.regex(/^\d{1,5}$/, 'must be a whole number from 0 to 65535'),
  v.transform(Number),
  v.maxValue(65_535, 'must be a whole number from 0 to 65535'),
)

const HttpBase = v.pipe(
  v.string(),
  v.check(isPlainHttpUrl, 'must be an http or https address without a user, a query or a fragment'),
  v.transform(base => base.replace(/\/+$/, '')),
)

const Variables = v.pipe(
  v.object({
    HOST: v.optional(
      v.pipe(v.string(), v.regex(/^[\w.:-]+$/, 'must be a name or an IP address, without a port')),
      '127.0.0.1',
    ),
    PORT: v.optional(Port, '8787'),
    TLS_CERT: v.optional(v.string()),
    TLS_KEY: v.optional(v.string()),
    TRUST_PROXY: v.optional(v.picklist([...on, ...off], 'must be 1 or 0'), '0'),
    RANGEBOOK_DATA: v.optional(v.string(), './data'),
    // Without its value in the words: an error text ends up in logs.
    RANGEBOOK_TOKEN: v.optional(
      v.pipe(v.string(), v.regex(/^[\x21-\x7e]{16,}$/, 'must have at least 16 characters and no blanks')),
    ),
    UNEEKOR_API_BASE: v.optional(HttpBase, 'https://api-v2.golfsvc.com/v2'),
    SUPABASE_URL: v.optional(HttpBase),
    SUPABASE_ANON_KEY: v.optional(
      v.pipe(
        v.string(),
        v.regex(/^[\x21-\x7e]+$/, 'must be a key without blanks'),
        v.check(key => !isSecretKey(key), 'must be the public key (anon, publishable): every device gets it'),
      ),
    ),
    SUPABASE_SERVICE_ROLE_KEY: v.optional(
      v.pipe(v.string(), v.regex(/^[\x21-\x7e]+$/, 'must be a key without blanks')),
    ),
    BIGQUERY_PROJECT: v.optional(
      v.pipe(
        v.string(),
        v.regex(
          /^([a-z][a-z0-9.-]*:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$/,
          'must be the id of a project, as in my-project-123',
        ),
      ),
    ),
    BIGQUERY_DATASET: v.optional(
      v.pipe(v.string(), v.regex(/^\w{1,1024}$/, 'must be letters, digits and underscores')),
      'rangebook',
    ),
    BIGQUERY_LOCATION: v.optional(
      v.pipe(v.string(), v.regex(/^[A-Za-z0-9-]+$/, 'must be a location of BigQuery, as US or europe-west3')),
    ),
    BIGQUERY_API_ENDPOINT: v.optional(HttpBase),
    GOOGLE_APPLICATION_CREDENTIALS: v.optional(v.string()),
    GEMINI_API_KEY: v.optional(v.pipe(v.string(), v.regex(/^[\x21-\x7e]+$/, 'must be a key without blanks'))),
    GEMINI_MODEL: v.optional(
      v.pipe(v.string(), v.regex(/^[a-z0-9.-]+$/, 'must be the name of a model, as gemini-2.5-flash')),
    ),
    GEMINI_API_BASE: v.optional(HttpBase),
    COACH_DAILY_TOKENS: v.optional(
      v.pipe(v.string(), v.regex(/^\d{1,12}$/, 'must be a whole number of tokens'), v.transform(Number)),
      '1000000',
    ),
  }),
  v.check(
    ({ GEMINI_API_KEY, GEMINI_MODEL, GEMINI_API_BASE }) =>
      GEMINI_API_KEY !== undefined || (GEMINI_MODEL === undefined && GEMINI_API_BASE === undefined),
    'GEMINI_MODEL and GEMINI_API_BASE are of no use without GEMINI_API_KEY: set it too, or none of them.',
  ),
  v.check(
    ({ TLS_CERT, TLS_KEY }) => (TLS_CERT === undefined) === (TLS_KEY === undefined),
    'TLS_CERT and TLS_KEY go together: set both, or neither.',
  ),
  v.check(
    ({ SUPABASE_URL, SUPABASE_ANON_KEY }) =>
      (SUPABASE_URL === undefined) === (SUPABASE_ANON_KEY === undefined),
    'SUPABASE_URL and SUPABASE_ANON_KEY go together: set both, or neither for a hub on this machine.',
  ),
  v.check(
    ({ SUPABASE_URL, SUPABASE_SERVICE_ROLE_KEY }) =>
      SUPABASE_URL !== undefined || SUPABASE_SERVICE_ROLE_KEY === undefined,
    'SUPABASE_SERVICE_ROLE_KEY is of no use without SUPABASE_URL: set both, or neither for a hub on this machine.',
  ),
)

/** The configuration, or one line that names the variable and what it should be. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Outcome<Config> {
  // An empty variable is an unset one: that is how compose files leave them.
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value))
  const read = v.safeParse(Variables, set)
  if (!read.success) {
    const [issue] = read.issues
    const name = v.getDotPath(issue)
    return { ok: false, says: name ? `${name} ${issue.message}.` : issue.message }
  }
  const { HOST, PORT, TLS_CERT, TLS_KEY, TRUST_PROXY, RANGEBOOK_DATA, RANGEBOOK_TOKEN, UNEEKOR_API_BASE } =
    read.output
  const { SUPABASE_URL, SUPABASE_ANON_KEY, SUPABASE_SERVICE_ROLE_KEY } = read.output
  const { BIGQUERY_PROJECT, BIGQUERY_DATASET, BIGQUERY_LOCATION, BIGQUERY_API_ENDPOINT } = read.output
  const { GEMINI_API_KEY, GEMINI_MODEL, GEMINI_API_BASE, COACH_DAILY_TOKENS } = read.output
  return {
    ok: true,
    value: {
      host: HOST,
      port: PORT,
      tls: TLS_CERT && TLS_KEY ? { cert: TLS_CERT, key: TLS_KEY } : null,
      trustProxy: on.includes(TRUST_PROXY),
      dataFolder: RANGEBOOK_DATA,
      token: RANGEBOOK_TOKEN ?? null,
      uneekorBase: UNEEKOR_API_BASE,
      supabase:
        SUPABASE_URL && SUPABASE_ANON_KEY
          ? { url: SUPABASE_URL, anonKey: SUPABASE_ANON_KEY, serviceKey: SUPABASE_SERVICE_ROLE_KEY ?? null }
          : null,
      bigquery: BIGQUERY_PROJECT
        ? {
            project: BIGQUERY_PROJECT,
            dataset: BIGQUERY_DATASET,
            location: BIGQUERY_LOCATION ?? null,
            endpoint: BIGQUERY_API_ENDPOINT ?? null,
            keyFile: read.output.GOOGLE_APPLICATION_CREDENTIALS ?? null,
          }
        : null,
      gemini: GEMINI_API_KEY
        ? { key: GEMINI_API_KEY, model: GEMINI_MODEL ?? 'gemini-2.5-flash', base: GEMINI_API_BASE ?? null }
        : null,
      coachDailyTokens: COACH_DAILY_TOKENS,
    },
  }
}

/** Supabase's keys of both kinds: a JWT that says its role, or a prefix. */
function isSecretKey(key: string): boolean {
  if (key.startsWith('sb_secret_')) return true
  const claims = Buffer.from(key.split('.')[1] ?? '', 'base64url').toString('utf8')
  return claims.includes('"service_role"')
}

function isPlainHttpUrl(text: string): boolean {
  if (!URL.canParse(text)) return false
  const url = new URL(text)
  const plain = !url.username && !url.password && !url.search && !url.hash
  return plain && (url.protocol === 'https:' || url.protocol === 'http:')
}
