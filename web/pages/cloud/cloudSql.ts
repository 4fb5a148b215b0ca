/** All that makes a Supabase this app's cloud, in order; each file may be applied again. */
const files = import.meta.glob<string>('../../../migrations/cloud/*.sql', {
  query: '?raw',
  import: 'default',
  eager: true,
})

export const cloudSql = Object.keys(files)
  .sort()
  .map(path => `-- ${path.slice(path.lastIndexOf('/') + 1)}\n${files[path]}`)
  .join('\n')
