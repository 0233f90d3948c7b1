import path from 'node:path'
import { CONSOLE_FLAGS } from '@ohif-admin/dev-stack/console-flags'
import { buildAll } from './build.ts'
import { hand, root } from './run-tool.ts'

// With an XNAT to talk to, the console itself; without one, the demo with everything simulated.
await buildAll()
if (process.env['OHIF_ADMIN_XNAT_URL'])
  hand(process.execPath, [...CONSOLE_FLAGS, path.join(root, 'apps/bff/dist/main.js')])
else
  hand(process.execPath, [
    '--disable-warning=ExperimentalWarning',
    path.join(root, 'packages/dev-stack/src/main.ts'),
    ...process.argv.slice(2),
  ])
