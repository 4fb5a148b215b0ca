/** What Google's client throws, in words with a cure. */
import { WarehouseProblem } from './warehouse.ts'

/** The HTTP status; null where there was no answer. */
export function statusOf(error: unknown): number | null {
  const code =
    typeof error === 'object' && error !== null && 'code' in error ? Number(error.code) : Number.NaN
  return Number.isInteger(code) && code >= 100 ? code : null
}

const SIGN_IN_AGAIN =
  'Sign in again (gcloud auth application-default login), or make a new key for the service account.'

export function problemOf(
  error: unknown,
  { project, dataset }: { readonly project: string; readonly dataset: string },
): WarehouseProblem {
  if (error instanceof WarehouseProblem) return error
  const says = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
  if (
    /default credentials|ENOENT|does not exist, or it is not a file|not valid JSON/i.test(says) &&
    statusOf(error) === null
  )
    return new WarehouseProblem(
      'not_configured',
      `No Google credentials were found for the project ${project}.`,
      'Run: gcloud auth application-default login, or set GOOGLE_APPLICATION_CREDENTIALS to a service account’s file. npx rangebook doctor says more.',
      error,
    )
  if (/invalid_grant|invalid_rapt|invalid_client|account not found|Invalid JWT/i.test(says))
    return new WarehouseProblem(
      'refused',
      `Google no longer takes these credentials (${says}).`,
      SIGN_IN_AGAIN,
      error,
    )
  switch (statusOf(error)) {
    case 400:
      return new WarehouseProblem(
        'bad_query',
        says,
        'Tables: shots_in_yards, shots_latest, sessions_latest, clubs_latest, groups_latest.',
        error,
      )
    case 401:
      return new WarehouseProblem(
        'refused',
        `Google no longer takes these credentials (${says}).`,
        SIGN_IN_AGAIN,
        error,
      )
    case 403:
      return forbidden(error, says, { project, dataset })
    case 404:
      return new WarehouseProblem(
        'refused',
        `BigQuery has no such thing in the project ${project}: ${says}`,
        /Not found: Project/i.test(says)
          ? `Is BIGQUERY_PROJECT right? gcloud projects list names those that you may see.`
          : 'Are BIGQUERY_PROJECT, BIGQUERY_DATASET and BIGQUERY_LOCATION right?',
        error,
      )
    default:
      return new WarehouseProblem(
        'unreachable',
        `BigQuery does not answer as it should (${says}).`,
        'Try again later: a run goes on where it stopped.',
        error,
      )
  }
}

function forbidden(
  error: unknown,
  says: string,
  { project, dataset }: { readonly project: string; readonly dataset: string },
): WarehouseProblem {
  const refused = (cure: string) =>
    new WarehouseProblem('refused', `BigQuery refused it in the project ${project}: ${says}`, cure, error)
  if (/has not been used in project|API .*disabled|not enabled BigQuery/i.test(says))
    return refused(`Run: gcloud services enable bigquery.googleapis.com --project ${project}`)
  if (/quota/i.test(says)) return refused('Try again tomorrow: a run goes on where it stopped.')
  const permission = /\bbigquery\.[a-z]+\.\w+/i.exec(says)?.[0] ?? ''
  const member = '--member=user:YOU (or serviceAccount:ITS_ADDRESS)'
  const grant = (role: string) =>
    `It lacks roles/bigquery.${role}: gcloud projects add-iam-policy-binding ${project} --role=roles/bigquery.${role} ${member}`
  if (permission.startsWith('bigquery.jobs.')) return refused(grant('jobUser'))
  if (permission === 'bigquery.datasets.create') return refused(grant('user'))
  if (permission) return refused(grant('dataEditor'))
  return refused(
    `It needs roles/bigquery.jobUser on the project ${project} and roles/bigquery.dataEditor on the dataset ${dataset} (docs/operations.md).`,
  )
}
