/** `npm run bench [suite…]`: ratios, each against its rival in one run, as Markdown. */
import { benchAnalysis } from './analysis.ts'
import { benchBackup } from './backup.ts'
import { benchCloud } from './cloud.ts'
import { benchCoach } from './coach.ts'
import { benchDevices } from './devices.ts'
import { benchMedia } from './media.ts'
import { benchPaste } from './paste.ts'
import { benchScreens } from './screens.ts'
import { benchScroll } from './scroll.ts'
import { benchStore } from './store/store.ts'
import { benchWarehouse } from './warehouse.ts'

const suites: { readonly [name: string]: () => Promise<string> } = {
  store: benchStore,
  scroll: benchScroll,
  paste: benchPaste,
  media: benchMedia,
  backup: benchBackup,
  analysis: benchAnalysis,
  screens: benchScreens,
  coach: benchCoach,
  cloud: benchCloud,
  devices: benchDevices,
  warehouse: benchWarehouse,
}

const asked = process.argv.slice(2)
const unknown = asked.filter(name => !(name in suites))
if (unknown.length > 0) {
  console.error(`No benchmark is called ${unknown.join(', ')}; there are ${Object.keys(suites).join(', ')}.`)
  process.exit(1)
}
for (const [name, run] of Object.entries(suites)) {
  if (asked.length === 0 || asked.includes(name)) console.log(`\n## ${name}\n\n${await run()}`)
}
