import { describe, expect, test } from 'vitest'
import { readConfig } from './config.ts'

describe('the configuration', () => {
  test('without any variable it is this machine alone, plain HTTP, the real source', () => {
    expect(readConfig({})).toEqual({
      ok: true,
      value: {
        host: '127.0.0.1',
        port: 8787,
        tls: null,
        trustProxy: false,
        dataFolder: './data',
        token: null,
        uneekorBase: 'https://api-v2.golfsvc.com/v2',
        supabase: null,
        bigquery: null,
        gemini: null,
        coachDailyTokens: 1_000_000,
      },
    })
  })

  test('an empty variable counts as unset', () => {
    expect(readConfig({ PORT: '', TLS_CERT: '', RANGEBOOK_TOKEN: '' })).toEqual(readConfig({}))
  })

  test('a key is enough for Gemini; a model without one is of no use', () => {
    const read = readConfig({ GEMINI_API_KEY: 'x', PATH: '/bin' })
    expect(read.ok && read.value.gemini).toEqual({ key: 'x', model: 'gemini-2.5-flash', base: null })
    expect(readConfig({ GEMINI_MODEL: 'gemini-2.5-pro' })).toMatchObject({ ok: false })
  })

  test.each([
    [{ PORT: '80000' }, /^PORT must be/],
    [{ PORT: '-1' }, /^PORT must be/],
    [{ PORT: '8787x' }, /^PORT must be/],
    [{ HOST: 'a b' }, /^HOST must be/],
    [{ HOST: 'http://x' }, /^HOST must be/],
    [{ TLS_CERT: 'a.pem' }, /^TLS_CERT and TLS_KEY go together/],
    [{ TLS_KEY: 'a.pem' }, /^TLS_CERT and TLS_KEY go together/],
    [{ TRUST_PROXY: 'perhaps' }, /^TRUST_PROXY must be 1 or 0/],
    [{ UNEEKOR_API_BASE: 'ftp://x' }, /^UNEEKOR_API_BASE must be/],
    [{ UNEEKOR_API_BASE: 'nonsense' }, /^UNEEKOR_API_BASE must be/],
    [{ UNEEKOR_API_BASE: 'https://user:secret@x/v2' }, /^UNEEKOR_API_BASE must be/],
    [{ UNEEKOR_API_BASE: 'https://x/v2?a=1' }, /^UNEEKOR_API_BASE must be/],
    [{ RANGEBOOK_TOKEN: 'short' }, /^RANGEBOOK_TOKEN must have/],
    [{ SUPABASE_URL: 'https://x.supabase.co' }, /^SUPABASE_URL and SUPABASE_ANON_KEY go together/],
    [{ SUPABASE_ANON_KEY: 'key' }, /^SUPABASE_URL and SUPABASE_ANON_KEY go together/],
    [{ SUPABASE_SERVICE_ROLE_KEY: 'key' }, /^SUPABASE_SERVICE_ROLE_KEY is of no use without/],
    [{ SUPABASE_URL: 'x.supabase.co', SUPABASE_ANON_KEY: 'key' }, /^SUPABASE_URL must be/],
    [
      { SUPABASE_URL: 'https://x.supabase.co', SUPABASE_ANON_KEY: 'sb_secret_1' },
      /^SUPABASE_ANON_KEY must be the public key/,
    ],
    [
      {
        SUPABASE_URL: 'https://x.supabase.co',
        SUPABASE_ANON_KEY: `e30.${btoa('{"role":"service_role"}')}.x`,
      },
      /^SUPABASE_ANON_KEY must be the public key/,
    ],
  ])('%o stops the start with one line that names it', (env, says) => {
    const read = readConfig(env)
    expect(read.ok).toBe(false)
    expect(!read.ok && read.says).toMatch(says)
    expect(!read.ok && read.says).not.toContain('\n')
  })

  test('a bad token is not repeated in the line about it', () => {
    const read = readConfig({ RANGEBOOK_TOKEN: 'hunter2' })
    expect(!read.ok && read.says).not.toContain('hunter2')
  })
})
