/** A saved report as a file; the largest real ones are below 1 MB. */
export const MAX_FILE_BYTES = 64 * 1024 * 1024
/** A report from the source: as much as the server hands on. */
export const MAX_REPORT_BYTES = 32 * 1024 * 1024
/** Another monitor's file: a season of shots takes 2 MB. Read in the worker, and decoded in one go. */
export const MAX_TABLE_BYTES = 24 * 1024 * 1024
