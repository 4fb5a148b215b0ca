const files = import.meta.glob<string>('../../migrations/device/*.sql', {
  query: '?raw',
  import: 'default',
  eager: true,
})

/** The app's own schema, for each rival. */
export const SCHEMA = Object.entries(files)
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([, sql]) => sql)
  .join('\n')
