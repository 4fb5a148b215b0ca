/** `doctor`: which cloud and warehouse are used, with which credentials, and what they lack. */
import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { BigQueryConfig } from '../config.ts'
import { openBigQuery } from '../warehouse/bigquery.ts'
import { WarehouseProblem } from '../warehouse/warehouse.ts'
import { type Call, type Command, Failure } from './command.ts'

export const doctor: Command = {
  name: 'doctor',
  usage: '',
  about: 'which cloud and warehouse are used, with which credentials, and what is missing',
  help: 'It makes the dataset and its tables if they may be made, and changes nothing else.',
  words: [0, 0],
  run: async call => {
    const { supabase, bigquery } = call.config
    const cloud = supabase
      ? `Cloud: Supabase, ${supabase.url}${supabase.serviceKey ? '' : '. The warehouse needs SUPABASE_SERVICE_ROLE_KEY as well.'}`
      : 'Cloud: the hub in the data folder.'
    if (!bigquery) {
      const text = `${cloud}\nWarehouse: DuckDB in the data folder. For BigQuery set BIGQUERY_PROJECT.`
      return { json: { cloud: supabase ? 'supabase' : 'hub', warehouse: 'duckdb' }, text }
    }
    const credentials = credentialsOf(bigquery, call.env)
    const lines = [
      cloud,
      `Warehouse: BigQuery, ${bigquery.project}.${bigquery.dataset}`,
      `Credentials: ${credentials}`,
    ]
    const problem = await tried(bigquery)
    if (problem)
      throw new Failure(
        problem.kind === 'not_configured' ? 3 : 1,
        [...lines, problem.message, problem.cure].join('\n'),
      )
    lines.push(
      'It may make tables, load and ask: all that a sync needs.',
      'In a project without billing (the sandbox) tables vanish 60 days after they were made. Nothing is lost: the cloud is the source, and the next sync fills them again. Billing, free up to 10 GB, ends it.',
      'Gemini takes an API key (GEMINI_API_KEY): these credentials do not open it.',
    )
    return {
      json: { cloud: supabase ? 'supabase' : 'hub', warehouse: 'bigquery', credentials },
      text: lines.join('\n'),
    }
  },
}

/** In the order in which Google's client looks. */
function credentialsOf({ keyFile, endpoint }: BigQueryConfig, env: Call['env']): string {
  if (endpoint?.startsWith('http://'))
    return `none: BIGQUERY_API_ENDPOINT is ${endpoint}, and none go over plain HTTP`
  if (keyFile)
    return `the file of GOOGLE_APPLICATION_CREDENTIALS, ${keyFile}${existsSync(keyFile) ? '' : ', which is not there'}`
  const folder = env['CLOUDSDK_CONFIG'] ?? join(env['APPDATA'] ?? join(homedir(), '.config'), 'gcloud')
  const file = join(folder, 'application_default_credentials.json')
  if (existsSync(file)) return `of gcloud auth application-default login, ${file}`
  return 'no file: those of the machine or workload itself, if it has any'
}

async function tried(bigquery: BigQueryConfig): Promise<WarehouseProblem | null> {
  try {
    const warehouse = await openBigQuery(bigquery)
    await warehouse.prepare()
    await warehouse.makeViews()
    await warehouse.marks()
    return null
  } catch (error) {
    if (error instanceof WarehouseProblem) return error
    throw error
  }
}
