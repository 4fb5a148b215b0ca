export const migrationFiles = import.meta.glob<string>('../../migrations/device/*.sql', {
  query: '?raw',
  import: 'default',
  eager: true,
})

/** The app's own schema, for the rivals. */
export const SCHEMA = Object.entries(migrationFiles)
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([, sql]) => sql)
  .join('\n')
