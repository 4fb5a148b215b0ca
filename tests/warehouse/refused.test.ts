/**
 * What Google refuses, through its own client, with credentials and over TLS: a token that ends in the middle, a
 * revoked key, another project, a role that is missing, a dataset elsewhere. Each is a line with its cure, nothing is
 * half there, and the next run ends with the warehouse equal to the cloud.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { doctor } from '../../server/cli/doctor.ts'
import { readConfig } from '../../server/config.ts'
import { makeCertificate } from '../certificate.ts'
import { type Cloud, newGolfer, openCloud, push, wire } from '../cloud/cloud.ts'
import { type Asked, startBigQuery } from '../standins/bigquery.ts'
import { type OpenedStandIn, openedOn } from './bigquery.ts'
import { expectEqual, readerOf, run } from './world.ts'

let cloud: Cloud
let reader: ReturnType<typeof readerOf>
let opened: OpenedStandIn
let folder: string
let keyFile: string
let her: string
let tls: { cert: Buffer; key: Buffer }
beforeAll(async () => {
  // Of this process alone: the stand-in's certificate is signed by itself.
  vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
  vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
  vi.spyOn(console, 'warn').mockImplementation(() => {}) // of Google's client, that options are old
  folder = mkdtempSync(join(tmpdir(), 'rangebook-refused-'))
  const { cert, key } = makeCertificate(folder, 'localhost')
  tls = { cert: readFileSync(cert), key: readFileSync(key) }
  keyFile = join(folder, 'credentials.json')
  cloud = await openCloud()
  reader = readerOf(cloud)
})
afterAll(async () => {
  await cloud?.close()
  rmSync(folder, { recursive: true })
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})
beforeEach(async () => {
  for (const table of ['auth.users', 'rangebook.warehouse_leases', 'rangebook.warehouse_runs'])
    await cloud.ask(`DELETE FROM ${table}`)
  her = await newGolfer(cloud)
  await push(cloud, her, [shot('a'), shot('b')])
  const standIn = await startBigQuery(tls)
  writeFileSync(join(folder, 'workload.jwt'), 'who this machine is')
  // Of a workload's identity: the one kind whose file names where tokens are had.
  writeFileSync(
    keyFile,
    JSON.stringify({
      type: 'external_account',
      audience: '//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/x',
      subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
      token_url: `${standIn.endpoint}/token`,
      credential_source: { file: join(folder, 'workload.jwt') },
    }),
  )
  opened = await openedOn(standIn, keyFile)
})
afterEach(() => opened.close())

const shot = (id: string, parser_version = 1) =>
  wire('shots', { id, clocks: '{}', fact_source: 3, parser_version, carry_m: 100 + parser_version })
const isToken = ({ path }: Asked) => path === '/token'
const ended = { status: 401, message: 'Request had invalid authentication credentials.' }

test('a token that Google ends before its time, at any request of a run, is followed by a new one', {
  timeout: 5 * 60_000,
}, async () => {
  await run(reader, opened.warehouse())
  const { asked } = opened.standIn
  const mostRequests = asked.length
  let met = 0
  for (let n = 0; n < mostRequests; n += 9) {
    await push(cloud, her, [shot('a', n + 2), shot(`new${n}`)])
    let requests = 0
    let over: string | null = null
    opened.standIn.fate = one => {
      if (isToken(one)) return 'pass'
      if (requests++ === n) {
        over = one.authorization
        met += 1
      }
      return over !== null && one.authorization === over ? ended : 'pass'
    }
    await run(reader, opened.warehouse())
    await expectEqual(cloud, opened.warehouse())
  }
  expect(met).toBeGreaterThan(3)
  expect(asked.filter(isToken).length).toBeGreaterThan(met)
})

test('a key revoked in the middle of a run: one line says so, and a new key goes on', async () => {
  await run(reader, opened.warehouse())
  await push(cloud, her, [shot('a', 2), shot('c')])
  let loads = 0
  opened.standIn.fate = one => {
    if (one.path.startsWith('/upload')) loads += 1
    if (loads < 2) return 'pass'
    return isToken(one) ? { status: 400, message: 'invalid_grant' } : ended
  }
  const failed = run(reader, opened.warehouse())
  await expect(failed).rejects.toMatchObject({
    kind: 'refused',
    message: expect.stringMatching(/^Google no longer takes these credentials/),
    cure: expect.stringContaining('make a new key'),
  })
  opened.standIn.fate = () => 'pass'
  await run(reader, opened.warehouse())
  await expectEqual(cloud, opened.warehouse())
})

const refusals = [
  {
    what: 'another project',
    fate: { status: 404, message: 'Not found: Project rangebook-test' },
    cure: /Is BIGQUERY_PROJECT right\?/,
  },
  {
    what: 'no leave to run jobs',
    fate: {
      status: 403,
      message:
        'Access Denied: Project rangebook-test: User does not have bigquery.jobs.create permission in project rangebook-test.',
    },
    cure: /roles\/bigquery\.jobUser: gcloud projects add-iam-policy-binding rangebook-test --role=roles\/bigquery\.jobUser/,
  },
  {
    what: 'no leave to write tables',
    fate: {
      status: 403,
      message:
        'Access Denied: Table rangebook-test:rangebook.shot_log: Permission bigquery.tables.updateData denied on table.',
    },
    cure: /roles\/bigquery\.dataEditor: gcloud/,
  },
  {
    what: 'no leave to make a dataset',
    fate: {
      status: 403,
      message: 'Access Denied: User does not have bigquery.datasets.create permission.',
    },
    cure: /roles\/bigquery\.user: gcloud/,
  },
  {
    what: 'BigQuery is off in the project',
    fate: {
      status: 403,
      message: 'BigQuery API has not been used in project 1 before or it is disabled.',
    },
    cure: /gcloud services enable bigquery\.googleapis\.com --project rangebook-test/,
  },
  {
    what: 'a quota is used up',
    fate: { status: 403, message: 'Quota exceeded: Your project exceeded quota for load jobs.' },
    cure: /tomorrow/,
  },
]
test.each(refusals)(
  '$what: a line with its cure, from the first request and in the middle',
  async ({ fate, cure }) => {
    for (const from of ['first', 'second load'] as const) {
      await push(cloud, her, [shot('a', from === 'first' ? 2 : 3), shot(from)])
      let loads = 0
      opened.standIn.fate = one => {
        if (one.path.startsWith('/upload')) loads += 1
        return isToken(one) || (from === 'second load' && loads < 2) ? 'pass' : fate
      }
      await expect(run(reader, opened.warehouse())).rejects.toMatchObject({
        kind: 'refused',
        message: expect.stringContaining(fate.message),
        cure: expect.stringMatching(cure),
      })
      opened.standIn.fate = () => 'pass'
      await run(reader, opened.warehouse())
      await expectEqual(cloud, opened.warehouse())
    }
  },
)

test('the doctor says the same, with its exit code', async () => {
  const { endpoint } = opened.standIn
  const config = readConfig({
    ...{ BIGQUERY_PROJECT: 'rangebook-test', BIGQUERY_API_ENDPOINT: endpoint },
    GOOGLE_APPLICATION_CREDENTIALS: keyFile,
  })
  const call = {
    config: config.ok ? config.value : expect.fail(),
    ...{ env: {}, words: [], options: {}, server: () => expect.fail() },
  }
  expect((await doctor.run(call)).text).toContain(`Credentials: the file of GOOGLE_APPLICATION_CREDENTIALS`)
  const [, denied] = refusals
  opened.standIn.fate = one => (isToken(one) ? 'pass' : (denied?.fate ?? expect.fail()))
  await expect(doctor.run(call)).rejects.toMatchObject({
    exit: 1,
    message: expect.stringContaining('--role=roles/bigquery.jobUser'),
  })
})

test('a dataset in another region than BIGQUERY_LOCATION is named; without the variable its own region is taken', async () => {
  const { endpoint } = opened.standIn
  const made = await fetch(`${endpoint}/bigquery/v2/projects/rangebook-test/datasets`, {
    method: 'POST',
    body: JSON.stringify({ datasetReference: { datasetId: 'rangebook' }, location: 'europe-west3' }),
  })
  expect(made.status).toBe(200)
  const { openBigQuery } = await import('../../server/warehouse/bigquery.ts')
  const elsewhere = await openBigQuery({
    ...{ project: 'rangebook-test', dataset: 'rangebook', location: 'US' },
    ...{ endpoint, keyFile, pause_ms: 1 },
  })
  await expect(run(reader, elsewhere)).rejects.toMatchObject({
    message: 'The dataset rangebook-test.rangebook is in europe-west3, and BIGQUERY_LOCATION is US.',
    cure: expect.stringContaining('BIGQUERY_LOCATION=europe-west3'),
  })
  expect(opened.standIn.asked.filter(({ method }) => method !== 'GET' && method !== 'POST')).toEqual([])
  await run(reader, opened.warehouse())
  await expectEqual(cloud, opened.warehouse())
})

test('a token goes to no address by plain HTTP', async () => {
  const open = await openedOn(await startBigQuery(), keyFile)
  await run(reader, open.warehouse())
  expect(open.standIn.asked.length).toBeGreaterThan(10)
  expect(open.standIn.asked.filter(({ authorization }) => authorization !== null)).toEqual([])
  await open.close()
})
