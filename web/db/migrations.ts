/** The device's migrations, within the bundle: an app that opens offline has them. */
import { migrationsOf } from './migrate.ts'

export const deviceMigrations = migrationsOf(
  import.meta.glob<string>('../../migrations/device/*.sql', {
    query: '?raw',
    import: 'default',
    eager: true,
  }),
)
