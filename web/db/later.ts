/**
 * What a database's worker otherwise loads when it is first used. A worker that began before the service worker
 * took over (the app's very first visit) asks the network for each, also later: it takes them all while there is one.
 */
export async function loadAll(): Promise<void> {
  await Promise.allSettled([
    import('./backup/export.ts'),
    import('./backup/preview.ts'),
    import('./backup/stage.ts'),
    import('./commands/acceptFile.ts'),
    import('./commands/backfill.ts'),
    import('./commands/device.ts'),
    import('./commands/fileReading.ts'),
    import('./commands/finding.ts'),
    import('./commands/goneFiles.ts'),
    import('./commands/keep.ts'),
    import('./commands/media.ts'),
    import('./commands/payloadKept.ts'),
    import('./commands/pinMedia.ts'),
    import('./commands/restore.ts'),
    import('./commands/same.ts'),
    import('./commands/sync.ts'),
    import('./commands/takeOther.ts'),
    import('./queries/analysis.ts'),
    import('./queries/backfill.ts'),
    import('./queries/combine.ts'),
    import('./queries/compare.ts'),
    import('./queries/conflicts.ts'),
    import('./queries/digests.ts'),
    import('./queries/doubts.ts'),
    import('./queries/filePreview.ts'),
    import('./queries/files.ts'),
    import('./queries/findings.ts'),
    import('./queries/flights.ts'),
    import('./queries/goals.ts'),
    import('./queries/notes.ts'),
    import('./queries/refused.ts'),
    import('./queries/same.ts'),
    import('./queries/shotPattern.ts'),
    import('./queries/swing.ts'),
    import('./queries/syncBatch.ts'),
  ])
}
