import path from 'node:path'
import { buildAll } from './build.ts'
import { hand, root } from './run-tool.ts'

// With an XNAT to talk to, the console itself; without one, the demo with everything simulated.
await buildAll()
const quiet = '--disable-warning=ExperimentalWarning'
if (process.env['OHIF_ADMIN_XNAT_URL'])
  hand(process.execPath, [quiet, path.join(root, 'apps/bff/dist/main.js')])
else
  hand(process.execPath, [quiet, path.join(root, 'packages/dev-stack/src/main.ts'), ...process.argv.slice(2)])
