/** BigQuery's own client against local-bigquery, which parses Google's dialect; one process, a dataset a test. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BigQuery } from '@google-cloud/bigquery'
import { openBigQuery } from '../../server/warehouse/bigquery.ts'
import { LOCAL_BIGQUERY, LOCAL_BIGQUERY_HOME } from '../../tools/counterparts.ts'
import { freePort, untilAnswers } from '../server.ts'
import type { Opened } from './world.ts'

const PROJECT = 'rangebook-test'

export interface Emulator {
  openDataset(): Promise<Opened>
  close(): Promise<void>
}

export async function startEmulator(): Promise<Emulator> {
  const folder = mkdtempSync(join(tmpdir(), 'rangebook-bigquery-'))
  const [port, grpcPort] = [await freePort(), await freePort()]
  const child = spawn(
    LOCAL_BIGQUERY,
    ['--host', '127.0.0.1', '--port', `${port}`, '--grpc-port', `${grpcPort}`].concat([
      '--project',
      PROJECT,
      '--data-dir',
      folder,
    ]),
    { env: { ...process.env, HOME: LOCAL_BIGQUERY_HOME }, stdio: 'ignore' },
  )
  const ended = once(child, 'exit')
  const endpoint = `http://127.0.0.1:${port}`
  await untilAnswers(`${endpoint}/bigquery/v2/projects/${PROJECT}/datasets`)
  const client = new BigQuery({ projectId: PROJECT, apiEndpoint: endpoint })
  let datasets = 0
  return {
    openDataset: async () => {
      const dataset = `rangebook_${++datasets}`
      await client.createDataset(dataset)
      const options = { project: PROJECT, dataset, location: null, endpoint, keyFile: null, pause_ms: 20 }
      const warehouse = await openBigQuery(options)
      return {
        warehouse: () => warehouse,
        byHand: async sql => {
          await client.query(sql(name => `\`${PROJECT}.${dataset}.${name}\``))
        },
        close: async () => {},
      }
    },
    close: async () => {
      child.kill()
      await ended
      rmSync(folder, { recursive: true })
    },
  }
}
