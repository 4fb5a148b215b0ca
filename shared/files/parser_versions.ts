/** Versions of what reads files, by themselves: whoever compares them needs no reader. */

/**
 * Raised by a thousand whenever the same file would give other facts: a re-read then wins over the older
 * reading. Below a thousand the golfer's own re-readings are counted (web/db/commands/fileReading.ts).
 */
export const FILE_PARSER_VERSION = 1_000
export const GOLF_STATS_PARSER_VERSION = 1
